errand.o: src/courier/errand.c src/courier/errand.h src/base/buf.h \
 src/base/arena.h src/base/err.h src/base/err.def src/base/str.h \
 src/tls/tls_pin.h src/tls/tls_key.h src/base/clock.h src/crypto/secret.h
src/courier/errand.h:
src/base/buf.h:
src/base/arena.h:
src/base/err.h:
src/base/err.def:
src/base/str.h:
src/tls/tls_pin.h:
src/tls/tls_key.h:
src/base/clock.h:
src/crypto/secret.h:
