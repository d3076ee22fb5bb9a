courier.o: src/courier/courier.c src/base/clock.h src/base/log.h \
 src/base/str.h src/courier/errand.h src/base/buf.h src/base/arena.h \
 src/base/err.h src/base/err.def src/tls/tls_pin.h src/tls/tls_key.h \
 src/crypto/secret.h src/ipc/dispatch.h src/ipc/msg.h src/base/reader.h \
 src/ipc/peer.def src/ipc/messages.def src/proc/jail.h src/proc/role.h \
 src/base/setting.h src/base/setting.def src/ipc/chan.h src/proc/hand.def
src/base/clock.h:
src/base/log.h:
src/base/str.h:
src/courier/errand.h:
src/base/buf.h:
src/base/arena.h:
src/base/err.h:
src/base/err.def:
src/tls/tls_pin.h:
src/tls/tls_key.h:
src/crypto/secret.h:
src/ipc/dispatch.h:
src/ipc/msg.h:
src/base/reader.h:
src/ipc/peer.def:
src/ipc/messages.def:
src/proc/jail.h:
src/proc/role.h:
src/base/setting.h:
src/base/setting.def:
src/ipc/chan.h:
src/proc/hand.def:
