errand_test.o: tests/courier/errand_test.c tests/courier/../test.h \
 src/base/arena.h src/base/encode.h src/base/buf.h src/base/err.h \
 src/base/err.def src/base/str.h src/base/clock.h tests/courier/central.h \
 src/tls/tls_pin.h src/tls/tls_key.h src/courier/errand.h \
 src/tls/tls_cert.h src/tls/tls_server.h src/tls/tls_chain.h
tests/courier/../test.h:
src/base/arena.h:
src/base/encode.h:
src/base/buf.h:
src/base/err.h:
src/base/err.def:
src/base/str.h:
src/base/clock.h:
tests/courier/central.h:
src/tls/tls_pin.h:
src/tls/tls_key.h:
src/courier/errand.h:
src/tls/tls_cert.h:
src/tls/tls_server.h:
src/tls/tls_chain.h:
