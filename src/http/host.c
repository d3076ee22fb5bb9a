#include "http/host.h"

#include "http/octet.h"

/* A name or an IPv4 address: labels of letters, digits and inner hyphens. */
static bool
name_sound(struct str name)
{
	if (name.len == 0 || name.len > 253 || str_ends(name, TXT(".")))
		return false;
	while (name.len > 0) {
		struct str label = str_cut(&name, '.');
		if (label.len == 0 || label.len > 63 ||
		    str_starts(label, TXT("-")) || str_ends(label, TXT("-")))
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!octet_alnum(label.at[i]) && label.at[i] != '-')
				return false;
	}
	return true;
}

/* The bytes of an IPv6 address; that it is the right one, others check. */
static bool
six_sound(struct str six)
{
	if (six.len < 2 || six.len > 45)
		return false;
	for (size_t i = 0; i < six.len; i++)
		if (!octet_hex(six.at[i]) && six.at[i] != ':' &&
		    six.at[i] != '.')
			return false;
	return str_find(six, ':', 0) < six.len;
}

bool
host_sound(struct str host)
{
	uint64_t port = 1;
	size_t end;
	bool sound;

	if (str_starts(host, TXT("["))) {
		end = str_find(host, ']', 0);
		sound = end < host.len && six_sound(str_part(host, 1, end - 1));
		end++;
	} else {
		end = str_find(host, ':', 0);
		sound = name_sound(str_part(host, 0, end));
	}
	if (!sound || end >= host.len)
		return sound;
	return host.at[end] == ':' &&
	    str_number(str_part(host, end + 1, SIZE_MAX), 65535, &port) &&
	    port > 0;
}
