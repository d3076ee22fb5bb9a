/*
 * bare - CivetWeb alone, as one would use it without the rest: what our way of
 * a request is measured against.
 *
 *   bare PORT BYTES     serve a page of BYTES on 127.0.0.1, until killed
 */
#include <civetweb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char answer[65536 + 256];
static size_t answer_len;

static int
on_request(struct mg_connection *c)
{
	mg_write(c, answer, answer_len);
	return 200;
}

int
main(int argc, char **argv)
{
	struct mg_callbacks calls = {.begin_request = on_request};
	char listen[32];
	const char *options[] = {"listening_ports", listen, "num_threads", "8",
	    "enable_keep_alive", "yes", "keep_alive_timeout_ms", "5000",
	    "tcp_nodelay", "1", NULL};

	if (argc != 3)
		return 64;
	size_t len = strtoul(argv[2], NULL, 10);
	if (len > 65536)
		return 64;
	answer_len = (size_t)snprintf(answer, sizeof(answer),
	    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    len);
	memset(answer + answer_len, 'x', len);
	answer_len += len;
	snprintf(listen, sizeof(listen), "127.0.0.1:%d", atoi(argv[1]));
	if (!mg_start(&calls, NULL, options))
		return 1;
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}
