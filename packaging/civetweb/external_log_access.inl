/* SPDX-License-Identifier: EUPL-1.2 */
/* Who asked for what is for the audit log of core, never for an access log. */
static void
log_access(const struct mg_connection *conn)
{
	(void)conn;
}
