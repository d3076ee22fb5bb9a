# SPDX-License-Identifier: EUPL-1.2
#
# fichep. `make help` says what can be made, `make run` shows it.
#
# Everything made lives in build/<flavour>: x86_64, aarch64 and armhf are what is
# shipped (gcc and musl, one static file); san is what is tested (clang, glibc,
# sanitizers). Adding a source, a query, a page or a test needs no edit here.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables --no-print-directory
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(or $(JOBS),$(shell nproc))
endif
SHELL     := /bin/sh
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

HOST    := $(patsubst armv%,armhf,$(shell uname -m))
TARGETS := x86_64 aarch64 armhf
TARGET  ?= $(HOST)
Q       := $(if $(V),,@)

# --- what is fetched ---------------------------------------------------------
# packaging/fetch leaves build/deps/pins.mk behind (what is there, made of what);
# make reads itself again once it exists. Nothing is fetched for these:
QUIET_GOALS := help clean layers fmt fmt-check longest fetch
ifneq ($(filter-out $(QUIET_GOALS),$(or $(MAKECMDGOALS),all)),)
include build/deps/pins.mk
endif

build/deps/pins.mk: packaging/deps.lock packaging/fetch $(wildcard packaging/mend/*)
	$(Q)packaging/fetch

fetch: ## fetch what packaging/deps.lock names, install missing tools
	$(Q)packaging/fetch

# --- compilers ---------------------------------------------------------------

TRIPLET_x86_64  := x86_64-linux
TRIPLET_aarch64 := aarch64-linux
TRIPLET_armhf   := arm-linux
ABI_armhf       := eabihf

# Debian's specs make a dynamic PIE out of -static-pie; this makes a static one,
# out of the pinned musl and with the kernel's own headers after it.
cross   = $(if $(filter $1,$(HOST)),,$(TRIPLET_$1)-gnu$(ABI_$1)-)
musl    = $(TRIPLET_$1)-musl$(ABI_$1)
root    = build/deps/src/musl-$1/usr
kernel  = $(if $(filter $1,$(HOST)),/usr/include,/usr/$(TRIPLET_$1)-gnu$(ABI_$1)/include)

define MUSL
CC_$1   := $(call cross,$1)gcc -specs=build/$1/musl.specs
STRIP_$1 := $(call cross,$1)strip
OBJCOPY_$1 := $(call cross,$1)objcopy
CC_READY_$1 := build/$1/musl.specs
KERNEL_$1 := -idirafter build/$1/kernel

build/$1/musl.specs: Makefile | build/deps/pins.mk
	@mkdir -p build/$1/kernel
	@ln -sfn $(call kernel,$1)/linux build/$1/kernel/linux
	@ln -sfn $(call kernel,$1)/asm-generic build/$1/kernel/asm-generic
	@ln -sfn $$(firstword $$(wildcard $(call kernel,$1)/$(TRIPLET_$1)-gnu$(ABI_$1)/asm $(call kernel,$1)/asm)) build/$1/kernel/asm
	@sed -e 's#/usr/\(lib\|include\)/$(call musl,$1)#$(call root,$1)/\1/$(call musl,$1)#g' \
	    -e 's#/Scrt1\.o#/rcrt1.o#' \
	    -e 's#^-dynamic-linker .*#-nostdlib -static -pie --no-dynamic-linker -z text#' \
	    $(call root,$1)/lib/$(call musl,$1)/musl-gcc.specs > $$@
endef
$(foreach t,$(TARGETS),$(eval $(call MUSL,$t)))

CC_san   := clang
HOSTCC   := gcc
AR       := ar

# --- flags -------------------------------------------------------------------

HARD_all     := -fstack-protector-strong -fPIE -fno-common -fno-strict-aliasing \
                -ffunction-sections -fdata-sections -ffile-prefix-map=$(CURDIR)=.
HARD_gcc     := -ftrivial-auto-var-init=zero -fstack-clash-protection
HARD_x86_64  := $(HARD_gcc) -fcf-protection=full
HARD_aarch64 := $(HARD_gcc) -mbranch-protection=standard
HARD_armhf   := $(HARD_gcc)
LINK_HARD    := -static-pie -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now \
                -Wl,-z,noexecstack -Wl,-z,separate-code -Wl,-z,text \
                -Wl,--build-id=sha1 -Wl,--fatal-warnings

# --- dependencies: one archive each, with what we need and nothing else -------

LIBS := civetweb curl bearssl sqlite3 sodium yyjson qrencode hpdf
dep   = build/deps/src/$1

DEP_CFLAGS         := -w -Werror=implicit-function-declaration -D_GNU_SOURCE \
                      -DNDEBUG -g1 $(HARD_all)
DEP_CFLAGS_x86_64   = -O2 $(HARD_x86_64) $(KERNEL_x86_64)
DEP_CFLAGS_aarch64  = -O2 $(HARD_aarch64) $(KERNEL_aarch64)
DEP_CFLAGS_armhf    = -O2 $(HARD_armhf) $(KERNEL_armhf)
DEP_CFLAGS_san      = -O1 -fsanitize=address -fno-omit-frame-pointer

INC_bearssl  := $(call dep,bearssl)/inc
INC_civetweb := $(call dep,civetweb)/include
INC_sqlite3  := $(call dep,sqlite3)/deps/sqlite3
INC_sodium   := $(call dep,sodium)/src/libsodium/include
INC_curl     := $(call dep,curl)/include
INC_yyjson   := $(call dep,yyjson)/src
INC_qrencode := $(call dep,qrencode)
INC_hpdf     := $(call dep,hpdf)/include -isystem packaging/hpdf

# The TLS handshake is BearSSL's: -O3 takes a third off it.
SRC_bearssl   = $(wildcard $(call dep,bearssl)/src/*.c $(call dep,bearssl)/src/*/*.c)
USE_bearssl  := -O3 -I$(INC_bearssl) -I$(call dep,bearssl)/src

# Behind the gate: no TLS, no files, no scripts, and no log of its own.
SRC_civetweb  = $(call dep,civetweb)/src/civetweb.c
USE_civetweb := -I$(INC_civetweb) -Ipackaging/civetweb -DUSE_X_DOM_SOCKET \
                -DNO_SSL -DNO_SSL_DL -DNO_CGI -DNO_FILES -DNO_FILESYSTEMS \
                -DNO_CACHING -DNO_THREAD_NAME \
                -DMG_EXTERNAL_FUNCTION_mg_cry_internal_impl \
                -DMG_EXTERNAL_FUNCTION_log_access
OWN_civetweb := $(shell cat packaging/civetweb/* | cksum)

# One cipher, no extension, nothing that reads a name as a URI; what SQL may not
# do here is compiled out rather than switched off. MAX_ATTACHED=0 breaks VACUUM.
SRC_sqlite3   = $(call dep,sqlite3)/deps/sqlite3/sqlite3.c
USE_sqlite3  := -DSQLITE_THREADSAFE=1 -DSQLITE_DEFAULT_MEMSTATUS=0 \
                -DSQLITE_DQS=0 -DSQLITE_USE_URI=0 -DSQLITE_MAX_ATTACHED=1 \
                -DSQLITE_TEMP_STORE=3 -DSQLITE_SECURE_DELETE \
                -DSQLITE_DEFAULT_FOREIGN_KEYS=1 -DSQLITE_TRUSTED_SCHEMA=0 \
                -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_STRICT_SUBTYPE=1 \
                -DSQLITE_ENABLE_API_ARMOR -DSQLITE_OMIT_LOAD_EXTENSION \
                -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE \
                -DSQLITE_OMIT_TCL_VARIABLE -DSQLITE_OMIT_UTF16 -DHAVE_USLEEP=1 \
                -DCODEC_TYPE=CODEC_TYPE_CHACHA20 -DHAVE_CIPHER_CHACHA20=1 \
                -DHAVE_CIPHER_AES_128_CBC=0 -DHAVE_CIPHER_AES_256_CBC=0 \
                -DHAVE_CIPHER_SQLCIPHER=0 -DHAVE_CIPHER_RC4=0 \
                -DHAVE_CIPHER_ASCON128=0 -DHAVE_CIPHER_AEGIS=0 \
                -DSQLITE3MC_OMIT_AES_HARDWARE_SUPPORT

SRC_sodium    = $(shell find $(call dep,sodium)/src/libsodium -name '*.c' 2>/dev/null | LC_ALL=C sort) \
                $(if $(filter $1,$(ARCH_X86)),$(wildcard $(call dep,sodium)/src/libsodium/*/*/*/*.S))
USE_sodium   := -I$(INC_sodium)/sodium -I$(INC_sodium) -DCONFIGURED=1 \
                -DNATIVE_LITTLE_ENDIAN=1 -DHAVE_WEAK_SYMBOLS=1 -DHAVE_PTHREAD=1 \
                -DHAVE_ATOMIC_OPS=1 -DHAVE_C_VARARRAYS=1 -DHAVE_INLINE_ASM=1 \
                -DHAVE_SYS_MMAN_H=1 -DHAVE_MMAP=1 -DHAVE_MPROTECT=1 \
                -DHAVE_MLOCK=1 -DHAVE_MADVISE=1 -DHAVE_POSIX_MEMALIGN=1 \
                -DHAVE_PAGE_PROTECTION=1 -DHAVE_GETPID=1 -DHAVE_NANOSLEEP=1 \
                -DHAVE_SYS_RANDOM_H=1 -DHAVE_GETRANDOM=1 \
                -DHAVE_LINUX_COMPATIBLE_GETRANDOM=1 -DHAVE_EXPLICIT_BZERO=1
SODIUM_X86   := -DHAVE_TI_MODE=1 -DHAVE_CPUID=1 -DHAVE_MMINTRIN_H=1 \
                -DHAVE_EMMINTRIN_H=1 -DHAVE_PMMINTRIN_H=1 -DHAVE_TMMINTRIN_H=1 \
                -DHAVE_SMMINTRIN_H=1 -DHAVE_AVXINTRIN_H=1 -DHAVE_AVX2INTRIN_H=1 \
                -DHAVE_WMMINTRIN_H=1 -DHAVE_AMD64_ASM=1 -DHAVE_AVX_ASM=1
ARCH_X86     := x86_64 $(if $(filter x86_64,$(HOST)),san)
USE_sodium_x86_64  := $(SODIUM_X86)
USE_sodium_aarch64 := -DHAVE_TI_MODE=1
USE_sodium_san     := -O2 $(if $(filter x86_64,$(HOST)),$(SODIUM_X86))
# clang wants to be told per file what gcc reads in the file itself.
simd          = $(if $(findstring avx2,$1),-mavx2)$(if $(findstring ssse3,$1),-mssse3)$(if $(findstring sse41,$1),-msse4.1)$(if $(findstring aesni,$1),-maes -mpclmul -mavx)
# Argon2id fills 64 MiB three times: unwatched, or the tests would wait for it.
plain         = $(if $(findstring san,$1),$(if $(findstring pwhash/argon2,$2),-fno-sanitize=address -O3))
OWN_sodium    = $(call plain,$1,pwhash/argon2)

# HTTPS and SMTP outward. Its TLS profile is ours, by name: what BearSSL calls
# init_full (MD5, SHA-1, CBC, RSA key exchange) never enters the binary.
SRC_curl      = $(wildcard $(call dep,curl)/lib/*.c $(call dep,curl)/lib/vauth/*.c \
                $(call dep,curl)/lib/vtls/*.c $(call dep,curl)/lib/vquic/*.c \
                $(call dep,curl)/lib/curlx/*.c)
USE_curl     := -Ipackaging/curl -I$(INC_curl) -I$(call dep,curl)/lib \
                -I$(INC_bearssl) -DHAVE_CONFIG_H -DBUILDING_LIBCURL \
                -DCURL_STATICLIB -Dbr_ssl_client_init_full=tls_client_profile
OWN_curl     := $(shell cat packaging/curl/* | cksum)

SRC_yyjson    = $(call dep,yyjson)/src/yyjson.c
USE_yyjson   := -DYYJSON_DISABLE_NON_STANDARD=1 -DYYJSON_DISABLE_UTILS=0

# The encoder alone: no program, no PNG, no lock, for core has one thread for it.
SRC_qrencode  = $(filter-out %/qrenc.c,$(wildcard $(call dep,qrencode)/*.c))
USE_qrencode := -I$(INC_qrencode) -DSTATIC_IN_RELEASE=static \
                -DMAJOR_VERSION=4 -DMINOR_VERSION=1 -DMICRO_VERSION=1 -DVERSION=0

# Objects of a PDF and subsets of TrueType. What is not called is not linked, and
# nothing is compressed: our fonts are small already, and there is no zlib.
SRC_hpdf      = $(filter-out %_cns.c %_cnt.c %_jp.c %_kr.c %_png.c %_encrypt.c %_encryptdict.c,$(wildcard $(call dep,hpdf)/src/*.c)) \
                $(call dep,hpdf)/no_encrypt.c
USE_hpdf     := -Ipackaging/hpdf -I$(call dep,hpdf)/include
OWN_hpdf     := $(shell cat packaging/hpdf/* | cksum)
$(call dep,hpdf)/no_encrypt.c: packaging/hpdf/no_encrypt.c | build/deps/pins.mk
	@cp $< $@

# $1 flavour, $2 library. An archive remembers in <name>.key what it was made with:
# its source's pin, its flags, our files. While that is the same there is nothing
# to look at.
define ARCHIVE
KEY := $(subst $(CURDIR),,$(strip $(filter $2:%,$(PINS)) $(CC_$1) $(DEP_CFLAGS) $(DEP_CFLAGS_$1) $(USE_$2) $(USE_$2_$1) $(words $(call SRC_$2,$1)) $(OWN_$2)))
ifneq ($$(wildcard build/$1/lib/$2.a)$$(strip $$(file <build/$1/lib/$2.key)),build/$1/lib/$2.a$$(KEY))
build/$1/lib/$2.a: KEY := $$(KEY)
build/$1/lib/$2.a: $$(patsubst build/deps/src/%,build/$1/dep/%.o,$$(call SRC_$2,$1))
	@echo "  AR      $$@"
	@mkdir -p $$(@D) && rm -f $$@
	$(Q)$(AR) rcs $$@.new $$(filter %.o,$$^) && mv $$@.new $$@
	@echo '$$(KEY)' > build/$1/lib/$2.key
build/$1/dep/$2/%.o: build/deps/src/$2/% build/$1/dep/$2.flags $(CC_READY_$1)
	@echo "  CC      $$@"
	@mkdir -p $$(@D)
	$(Q)$(CC_$1) $(DEP_CFLAGS) $(DEP_CFLAGS_$1) $(USE_$2) $(USE_$2_$1) $(if $(filter $1,$(ARCH_X86)),$$(call simd,$$*)) $$(call plain,$1,$$*) -c -o $$@ $$<
build/$1/dep/$2.flags: KEY := $$(KEY)
build/$1/dep/$2.flags: $$(if $$(filter-out x$$(file <build/$1/dep/$2.flags),x$$(KEY)),FORCE)
	@mkdir -p $$(@D) && echo '$$(KEY)' > $$@
endif
endef
ifdef PINS
$(foreach f,$(TARGETS) san,$(foreach l,$(LIBS),$(eval $(call ARCHIVE,$f,$l))))
endif
libs = $(LIBS:%=build/$1/lib/%.a)
deps: $(call libs,$(HOST)) $(call libs,san) ## build the dependencies of the host and of the tests

# --- our code ------------------------------------------------------------------

WARN   := -Wall -Wextra -Wpedantic -Werror -Wconversion -Wshadow -Wvla \
          -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
          -Wpointer-arith -Wcast-qual -Wimplicit-fallthrough -Wundef
CFLAGS  = -std=c11 -D_GNU_SOURCE -Isrc -Ibuild/gen \
          $(foreach l,$(LIBS),-isystem $(INC_$l)) -DCURL_STATICLIB \
          $(WARN) $(HARD_all) -g -MMD -MP
CFLAGS_x86_64  = -O2 $(HARD_x86_64) -fzero-call-used-regs=used-gpr $(KERNEL_x86_64)
CFLAGS_aarch64 = -O2 $(HARD_aarch64) -fzero-call-used-regs=used-gpr $(KERNEL_aarch64)
CFLAGS_armhf   = -O2 $(HARD_armhf) -fzero-call-used-regs=used-gpr $(KERNEL_armhf)
SANITIZE      := -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_san     = -O1 -fno-omit-frame-pointer $(SANITIZE) \
                 -ftrivial-auto-var-init=pattern -fsanitize=fuzzer-no-link

SRC    := $(sort $(wildcard src/*.c src/*/*.c))
NOUNS  := $(SRC:src/%.c=%)
objs    = $(NOUNS:%=build/$1/obj/%.o) build/$1/gen/embed.o
parts   = $(filter-out build/$1/obj/main.o,$(call objs,$1))

# Files that travel inside the binary, and queries that become C (embed.c says how).
WOFF   := build/deps/src/font/files/atkinson-hyperlegible
FONTS  := $(patsubst %,build/gen/web/static/font/atkinson-%.woff2,400 700) \
          $(patsubst %,build/gen/typeface/%.ttf,400 700)
LEAN   := $(patsubst %,build/gen/%,$(wildcard web/static/*.css web/static/*.js))
EMBED  := $(sort $(shell find web config packaging/deps.lock src/*/sql -type f \
                   ! -name '.*' ! -name README.md ! -path 'web/static/*.css' \
                   ! -path 'web/static/*.js' 2>/dev/null) $(FONTS) $(LEAN))
GEN    := build/gen/.made

build/host/embed: packaging/embed.c
	@echo "  HOSTCC  $@"
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=c11 -D_GNU_SOURCE -O1 $(WARN) -o $@ $<

build/gen/web/static/font/atkinson-%.woff2: $(WOFF)-latin-%-normal.woff2
	@mkdir -p $(@D) && cp -f $< $@

# On paper: the same letters, and those of more languages, as one TrueType font.
build/gen/typeface/%.ttf: packaging/typeface.mjs $(WOFF)-latin-%-normal.woff $(WOFF)-latin-ext-%-normal.woff
	@mkdir -p $(@D)
	$(Q)node $< $@ $(filter %.woff,$^)

# Browsers are not sent what only people read: indents, comments of whole lines.
build/gen/web/static/%.css: web/static/%.css
	@mkdir -p $(@D)
	$(Q)awk '/^ *\/\*/ { c = 1 } !c { sub(/^ +/, ""); sub(/ \{$$/, "{"); sub(/: /, ":"); \
	  printf "%s%s", $$0, /[;{},]$$/ ? "" : "\n" } /\*\/ *$$/ { c = 0 }' $< > $@
build/gen/web/static/%.js: web/static/%.js
	@mkdir -p $(@D)
	$(Q)awk '/^ *\/\// { next } { sub(/^ +/, ""); if ($$0 != "") print }' $< > $@

# The list itself is an input: a file taken away must be noticed.
build/gen/.list: $(if $(filter-out x$(file <build/gen/.list),x$(EMBED)),FORCE)
	@mkdir -p $(@D) && echo '$(EMBED)' > $@

$(GEN): build/host/embed build/gen/.list $(EMBED)
	@echo "  EMBED   $(words $(EMBED)) files"
	$(Q)build/host/embed build/gen $(EMBED)
	@touch $@

build/gen/embed.c build/gen/sql_all.h $(wildcard build/gen/*/sql.h): $(GEN) ;

# Tests may cut a text short, which gcc would not believe to be meant.
CUT := -Wno-format-truncation

# $1 flavour. Objects wait for what is generated and fetched, and are compiled
# again when the Makefile changes.
define FLAVOUR
CFLAGS_$1 += -Ibuild/$1/gen
# The system calls of this architecture and their numbers, as its libc has them.
build/$1/obj/proc/rights.o: build/$1/gen/proc/number.inc
build/$1/gen/proc/number.inc: Makefile $(CC_READY_$1)
	@mkdir -p $$(@D)
	$(Q)echo '#include <sys/syscall.h>' | $(CC_$1) -dM -E - | LC_ALL=C sort | \
	    sed -n 's/^#define __NR_\([a-z0-9_]*\) \(.*\)/NUMBER(\1, \2)/p' > $$@
build/$1/obj/%.o: src/%.c Makefile $(CC_READY_$1) | $(GEN)
	@echo "  CC      $$@"
	@mkdir -p $$(@D)
	$(Q)$(CC_$1) $$(CFLAGS) $$(CFLAGS_$1) -c -o $$@ $$<
build/$1/gen/embed.o: build/gen/embed.c Makefile $(CC_READY_$1)
	@echo "  CC      $$@"
	@mkdir -p $$(@D)
	$(Q)$(CC_$1) $$(CFLAGS) $$(CFLAGS_$1) -c -o $$@ $$<
build/$1/tests/%.o: tests/%.c Makefile $(CC_READY_$1) | $(GEN)
	@echo "  CC      $$@"
	@mkdir -p $$(@D)
	$(Q)$(CC_$1) $$(CFLAGS) $$(CFLAGS_$1) $(if $(filter san,$1),,$(CUT)) -c -o $$@ $$<
-include $(patsubst %.o,%.d,$(call objs,$1))
endef
$(foreach f,$(TARGETS) san,$(eval $(call FLAVOUR,$f)))

# What is shipped: one file, stripped; what a debugger wants stays beside it.
define SHIP
build/$1/fichep.debug: $(call objs,$1) $(call libs,$1)
	@echo "  LINK    $$@"
	$(Q)$(CC_$1) $(LINK_HARD) -o $$@ $(call objs,$1) \
	    -Wl,--start-group $(call libs,$1) -Wl,--end-group
build/release/$1/fichep: build/$1/fichep.debug
	@mkdir -p $$(@D)
	$(Q)$(STRIP_$1) -o $$@ $$<
# Programs of the tests (tests/jail/*.c, tests/bench/*.c) made as what is shipped.
build/$1/tests/%: build/$1/tests/%.o $(call parts,$1) $(call libs,$1)
	@echo "  LINK    $$@"
	$(Q)$(CC_$1) $(LINK_HARD) -o $$@ $$< $(call parts,$1) \
	    -Wl,--start-group $(call libs,$1) -Wl,--end-group
endef
$(foreach t,$(TARGETS),$(eval $(call SHIP,$t)))

all: build/fichep ## build build/fichep for this machine

build/fichep: build/release/$(HOST)/fichep
	@cp -f $< $@.new && mv -f $@.new $@
	@ls -l $@ | awk '{ printf "  %-7s %s, %d KiB\n", "DONE", $$NF, $$5 / 1024 }'

release: build/release/$(TARGET)/fichep ## build build/release/TARGET/fichep: x86_64, aarch64, armhf

# --- tests: as shipped, and with sanitizers --------------------------------------

UNIT   := $(filter-out $(foreach d,jail browser bench fuzz build,tests/$d/%), \
          $(sort $(wildcard tests/*/*_test.c)))
FUZZ   := $(sort $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c)))
UNIT_O := $(UNIT:%.c=build/san/%.o) build/san/tests/lib/unit.o
FUZZ_B := $(FUZZ:%=build/san/fuzz/%)

# Leaks are looked for in the fuzz targets only: a test's process ends with its
# test, and what it did not give back goes with it.
export UBSAN_OPTIONS := print_stacktrace=1
ASAN  := ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:malloc_context_size=4

build/san/libfichep.a: $(call parts,san)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

build/san/unit: $(UNIT_O) build/san/libfichep.a $(call libs,san)
	@echo "  LINK    $@"
	$(Q)$(CC_san) $(SANITIZE) -no-pie -o $@ $(UNIT_O) -Wl,--start-group \
	    build/san/libfichep.a $(call libs,san) -Wl,--end-group -lm

# The same tests, made as what is shipped: gcc, musl, optimised, and quick.
build/$(HOST)/unit: $(UNIT:%.c=build/$(HOST)/%.o) build/$(HOST)/tests/lib/unit.o $(call parts,$(HOST)) $(call libs,$(HOST))
	@echo "  LINK    $@"
	$(Q)$(CC_$(HOST)) $(LINK_HARD) -o $@ $(filter %.o,$^) \
	    -Wl,--start-group $(call libs,$(HOST)) -Wl,--end-group

build/san/fichep: build/san/obj/main.o build/san/libfichep.a $(call libs,san)
	@echo "  LINK    $@"
	$(Q)$(CC_san) $(SANITIZE) -o $@ $< -Wl,--start-group \
	    build/san/libfichep.a $(call libs,san) -Wl,--end-group -lm

build/san/fuzz/%: build/san/tests/fuzz/%_fuzz.o build/san/libfichep.a $(call libs,san)
	@echo "  LINK    $@"
	@mkdir -p $(@D)
	$(Q)$(CC_san) $(SANITIZE) -fsanitize=fuzzer -o $@ $< -Wl,--start-group \
	    build/san/libfichep.a $(call libs,san) -Wl,--end-group -lm

-include $(patsubst %.o,%.d,$(UNIT_O) $(FUZZ:%=build/san/tests/fuzz/%_fuzz.o)) \
         $(patsubst tests/%.c,build/$(HOST)/tests/%.d,$(UNIT) $(wildcard tests/lib/*.c tests/jail/*.c tests/bench/*.c))

# Tests that wait for a clock or a peer leave the processors to others.
UNIT_JOBS := $(shell echo $$((2 * $(shell nproc))))

# One suite: make test ONLY='base_str/*'. In gdb: build/san/unit -d 'suite/name'.
unit = -j$(UNIT_JOBS) $(if $(V),-v) $(if $(ONLY),'$(ONLY)')
test: build/$(HOST)/unit ## unit tests and scenarios, as shipped; ONLY='suite/name' for some
	$(Q)build/$(HOST)/unit $(unit)
san: build/san/unit $(FUZZ_B) ## the same, sanitized, and what fuzzing has found
	$(Q)$(ASAN) build/san/unit $(unit)
	$(Q)$(if $(ONLY),,$(ASAN) tests/replay $(FUZZ))

# --- checks ------------------------------------------------------------------------

layers: ## refuse an include that src/LAYERS does not allow
	@awk -f tests/layers.awk src/LAYERS $(sort $(wildcard src/*.[ch] src/*/*.[ch] src/*/*.def))

names: $(call parts,$(HOST)) ## refuse a public name that does not begin with its file's
	@nm -Ag --defined-only $^ | awk -f tests/names.awk

OURS = $(sort $(wildcard src/*.[ch] src/*/*.[ch] tests/*.[ch] tests/*/*.[ch] packaging/*.c packaging/*/*.c))
fmt: ## lay out the code
	@clang-format -i $(OURS)
fmt-check:
	@clang-format --dry-run -Werror $(OURS)

# Tests that drive the binary from outside are node:test files; every folder that
# holds some is a target of its name, but tests/build, which is `binary`.
DRIVEN := $(filter-out build bench,$(sort $(patsubst tests/%/,%,$(dir $(wildcard tests/*/*.test.mjs)))))
INSIDE := build/$(HOST)/tests/lib/inside
PROBES := $(patsubst tests/%.c,build/$(HOST)/tests/%,$(wildcard tests/jail/*.c)) $(INSIDE)
mjs     = $(sort $(wildcard tests/$1/*.test.mjs))
NODE    = FICHEP=$(abspath build/fichep) node --test $(if $(TAP),--test-reporter=tap)
$(DRIVEN): build/fichep $(PROBES)
	$(Q)$(NODE) $(call mjs,$@)
jail: ## each role tries what it may not do, in its real sandbox
door: ## the doors, attacked from the network
cmd: ## the commands, as an operator meets them
courier: ## the line to the central, up and down
proc: ## the processes: started, killed, restarted, stopped
fault: ## many at once, cut lines, kill -9, full disks: nothing told is lost
browser: ## the pages in Chromium, with and without scripts
binary: build/fichep $(TARGETS:%=build/release/%/fichep) ## read the binaries: hardening, and what must not be inside
	$(Q)$(NODE) $(call mjs,build)
selftest: $(TARGETS:%=build/release/%/fichep) ## the three binaries check themselves, under qemu where needed
	$(Q)tests/selftest $(TARGETS)

FOR ?= 600
fuzz: $(FUZZ_B) ## feed every parser with noise, FOR seconds each (600)
	$(Q)tests/smoke $(FOR) 0 $(FUZZ)
smoke: $(FUZZ_B) ## the same for 20 s each, with the same noise every time
	$(Q)tests/smoke 20 1 $(FUZZ)

BENCH := $(patsubst tests/%.c,build/$(HOST)/tests/%,$(wildcard tests/bench/*.c))
bench: build/fichep $(BENCH) $(INSIDE) ## measure, as ratios
	$(Q)FICHEP=$(abspath build/fichep) tests/bench/run

# Everything, one step after the other so that none disturbs another's clock. A
# step whose inputs are those of its last success is not run again.
STEPS := layers names fmt-check test san binary selftest $(DRIVEN) smoke
check: ## everything: all tests, all targets; skips what has not changed
	$(Q)packaging/fetch
	$(Q)MAKE='$(MAKE)' tests/check $(STEPS)

SCRIPTS := $(sort $(wildcard tests/check tests/step tests/replay tests/smoke tests/selftest tests/*.awk))
TREE    := $(sort $(shell find tests -type f ! -name '*.md' 2>/dev/null))
INPUT_layers    := src/LAYERS $(sort $(wildcard src/*.[ch] src/*/*))
INPUT_names      = $(call parts,$(HOST))
INPUT_fmt-check := .clang-format $(OURS)
INPUT_test       = build/$(HOST)/unit $(filter-out $(foreach d,jail browser bench build fuzz,tests/$d/%),$(TREE))
INPUT_san        = build/san/unit $(FUZZ_B) $(filter-out $(foreach d,jail browser bench build,tests/$d/%),$(TREE))
INPUT_binary     = $(INPUT_selftest) build/fichep $(filter tests/build/%,$(TREE))
INPUT_selftest   = $(TARGETS:%=build/release/%/fichep)
$(foreach d,$(DRIVEN),$(eval INPUT_$d = build/fichep $(PROBES) \
    $$(filter tests/$d/% tests/lib/%,$$(TREE)) SECURITY.md))
INPUT_smoke      = $(FUZZ_B) $(filter tests/fuzz/%,$(TREE))

define STEP
build/check/$1: $(INPUT_$1) $(SCRIPTS)
	@tests/step $1 $$(MAKE) TAP=1 $1
endef
$(foreach s,$(STEPS),$(eval $(call STEP,$s)))

# --- conveniences ----------------------------------------------------------------

DEMO         ?= demo
BOX_PORT     ?= 8441
CENTRAL_PORT ?= 8442
run: build/fichep ## start a box and a central here, with fictitious data
	@build/fichep demo --dir $(DEMO) --box-port $(BOX_PORT) \
	    --central-port $(CENTRAL_PORT) --ready $(DEMO)/ready.json

longest: ## the ten longest functions and files
	@awk -f tests/longest.awk $(wildcard src/*.c src/*/*.c) | sort -rn | head
	@wc -l $(wildcard src/*.[ch] src/*/*.[ch]) | sort -rn | sed 1d | head

compile_commands.json: Makefile $(SRC) | $(GEN) ## for clangd and other readers of C
	@{ echo '['; sep=; for f in $(SRC) $(UNIT); do \
	    printf '%s{"directory":"%s","file":"%s","arguments":[' "$$sep" "$(CURDIR)" $$f; \
	    for a in $(CC_san) $(CFLAGS) $(CFLAGS_san) -c; do printf '"%s",' "$$a"; done; \
	    printf '"%s"]}\n' $$f; sep=,; done; echo ']'; } > $@

help: ## this list
	@awk -F ':.*## ' '/^[a-z_.-]+:.*## /{ printf "  make %-22s %s\n", $$1, $$2 }' Makefile

clean: ## remove what was made, but not what was fetched
	rm -rf $(filter-out build/deps,$(wildcard build/*)) compile_commands.json

.PHONY: all deps fetch release test san layers names fmt fmt-check jail door browser \
        $(DRIVEN) binary selftest fuzz smoke bench check run longest help clean FORCE
