/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What CivetWeb complains of goes to the log_message callback, if there is one,
 * and nowhere else: it owns no file here. Only the unformatted text is handed
 * over, since its arguments may hold a path or an address.
 */
static void
mg_cry_internal_impl(const struct mg_connection *conn, const char *func,
    unsigned line, const char *fmt, va_list ap)
{
	(void)func;
	(void)line;
	(void)ap;
	if (conn != NULL && conn->phys_ctx->callbacks.log_message != NULL)
		conn->phys_ctx->callbacks.log_message(conn, fmt);
}
