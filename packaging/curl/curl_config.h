/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * curl_config - what libcurl may know and do here, instead of its configure.
 *
 * Linux only (musl, and glibc for the tests), HTTP(S) and SMTP(S) only, with
 * proxies. Names are resolved in the calling thread: the courier has no one else
 * to serve, and threads and signals stay out of its sandbox.
 */
#ifndef FICHEP_CURL_CONFIG_H
#define FICHEP_CURL_CONFIG_H

/* What is left out: every other protocol, ... */
#define CURL_DISABLE_DICT 1
#define CURL_DISABLE_FILE 1
#define CURL_DISABLE_FTP 1
#define CURL_DISABLE_GOPHER 1
#define CURL_DISABLE_IMAP 1
#define CURL_DISABLE_IPFS 1
#define CURL_DISABLE_LDAP 1
#define CURL_DISABLE_LDAPS 1
#define CURL_DISABLE_MQTT 1
#define CURL_DISABLE_POP3 1
#define CURL_DISABLE_RTSP 1
#define CURL_DISABLE_SMB 1
#define CURL_DISABLE_TELNET 1
#define CURL_DISABLE_TFTP 1
#define CURL_DISABLE_WEBSOCKETS 1
/* ... every way to sign in that stands on MD4, MD5 or a ticket, ... */
#define CURL_DISABLE_AWS 1
#define CURL_DISABLE_BEARER_AUTH 1
#define CURL_DISABLE_DIGEST_AUTH 1
#define CURL_DISABLE_KERBEROS_AUTH 1
#define CURL_DISABLE_NEGOTIATE_AUTH 1
#define CURL_DISABLE_NTLM 1
/* ... and whatever keeps a memory between two transfers, or reads a file. */
#define CURL_DISABLE_ALTSVC 1
#define CURL_DISABLE_CA_SEARCH 1
#define CURL_DISABLE_COOKIES 1
#define CURL_DISABLE_DOH 1
#define CURL_DISABLE_FORM_API 1
#define CURL_DISABLE_GETOPTIONS 1
#define CURL_DISABLE_HSTS 1
#define CURL_DISABLE_LIBCURL_OPTION 1
#define CURL_DISABLE_MIME 1
#define CURL_DISABLE_NETRC 1
#define CURL_DISABLE_PARSEDATE 1
#define CURL_DISABLE_PROGRESS_METER 1
#define CURL_DISABLE_SHA512_256 1
#define CURL_DISABLE_SHUFFLE_DNS 1
#define CURL_DISABLE_SOCKETPAIR 1
#define CURL_DISABLE_VERBOSE_STRINGS 1

#define USE_BEARSSL 1
#define CURL_DEFAULT_SSL_BACKEND "bearssl"
#define USE_IPV6 1
#define CURL_OS "linux"

/* What Linux has. */
#define GETHOSTNAME_TYPE_ARG2 size_t
#define HAVE_ACCEPT4 1
#define HAVE_ARPA_INET_H 1
#define HAVE_ATOMIC 1
#define HAVE_BOOL_T 1
#define HAVE_CLOCK_GETTIME_MONOTONIC 1
#define HAVE_CLOCK_GETTIME_MONOTONIC_RAW 1
#define HAVE_DECL_FSEEKO 1
#define HAVE_FCNTL 1
#define HAVE_FCNTL_H 1
#define HAVE_FCNTL_O_NONBLOCK 1
#define HAVE_FREEADDRINFO 1
#define HAVE_FSEEKO 1
#define HAVE_GETADDRINFO 1
#define HAVE_GETADDRINFO_THREADSAFE 1
#define HAVE_GETPEERNAME 1
#define HAVE_GETSOCKNAME 1
#define HAVE_GETTIMEOFDAY 1
#define HAVE_GMTIME_R 1
#define HAVE_INET_NTOP 1
#define HAVE_INET_PTON 1
#define HAVE_INTTYPES_H 1
#define HAVE_IOCTL_FIONBIO 1
#define HAVE_LONGLONG 1
#define HAVE_MEMRCHR 1
#define HAVE_MSG_NOSIGNAL 1
#define HAVE_NETDB_H 1
#define HAVE_NETINET_IN_H 1
#define HAVE_NETINET_TCP_H 1
#define HAVE_NET_IF_H 1
#define HAVE_POLL 1
#define HAVE_POLL_H 1
#define HAVE_RECV 1
#define HAVE_SA_FAMILY_T 1
#define HAVE_SELECT 1
#define HAVE_SEND 1
#define HAVE_SENDMSG 1
#define HAVE_SIGACTION 1
#define HAVE_SIGNAL 1
#define HAVE_SNPRINTF 1
#define HAVE_SOCKADDR_IN6_SIN6_SCOPE_ID 1
#define HAVE_SOCKET 1
#define HAVE_STDATOMIC_H 1
#define HAVE_STDBOOL_H 1
#define HAVE_STDINT_H 1
#define HAVE_STDIO_H 1
#define HAVE_STDLIB_H 1
#define HAVE_STRCASECMP 1
#define HAVE_STRDUP 1
#define HAVE_STRERROR_R 1
#define HAVE_STRINGS_H 1
#define HAVE_STRING_H 1
#define HAVE_STRUCT_SOCKADDR_STORAGE 1
#define HAVE_STRUCT_TIMEVAL 1
#define HAVE_SUSECONDS_T 1
#define HAVE_SYS_IOCTL_H 1
#define HAVE_SYS_PARAM_H 1
#define HAVE_SYS_POLL_H 1
#define HAVE_SYS_SELECT_H 1
#define HAVE_SYS_SOCKET_H 1
#define HAVE_SYS_STAT_H 1
#define HAVE_SYS_TIME_H 1
#define HAVE_SYS_TYPES_H 1
#define HAVE_UNISTD_H 1
#define STDC_HEADERS 1

/* glibc gives the GNU form to whoever asks for _GNU_SOURCE; musl has one form. */
#ifdef __GLIBC__
#define HAVE_GLIBC_STRERROR_R 1
#else
#define HAVE_POSIX_STRERROR_R 1
#endif

/* time_t is 64 bits wide in musl on every machine, and off_t too. */
#define SIZEOF_CURL_OFF_T 8
#define SIZEOF_CURL_SOCKET_T 4
#define SIZEOF_INT __SIZEOF_INT__
#define SIZEOF_LONG __SIZEOF_LONG__
#define SIZEOF_OFF_T 8
#define SIZEOF_SIZE_T __SIZEOF_SIZE_T__
#define SIZEOF_TIME_T 8

#endif
