/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * In place of libharu's encryption (RC4 and MD5, of another age), which nothing
 * here asks for: a document whose password was set cannot be made.
 */
#include "hpdf_encryptdict.h"

HPDF_EncryptDict
HPDF_EncryptDict_New(HPDF_MMgr mmgr, HPDF_Xref xref)
{
	(void)mmgr, (void)xref;
	return NULL;
}

HPDF_STATUS
HPDF_EncryptDict_SetPassword(HPDF_EncryptDict dict, const char *owner,
    const char *user)
{
	(void)dict, (void)owner, (void)user;
	return HPDF_INVALID_OPERATION;
}

HPDF_STATUS
HPDF_EncryptDict_Prepare(HPDF_EncryptDict dict, HPDF_Dict info, HPDF_Xref xref)
{
	(void)dict, (void)info, (void)xref;
	return HPDF_INVALID_OPERATION;
}

HPDF_Encrypt
HPDF_EncryptDict_GetAttr(HPDF_EncryptDict dict)
{
	(void)dict;
	return NULL;
}

void
HPDF_Encrypt_InitKey(HPDF_Encrypt attr, HPDF_UINT32 id, HPDF_UINT16 generation)
{
	(void)attr, (void)id, (void)generation;
}

void
HPDF_Encrypt_Reset(HPDF_Encrypt attr)
{
	(void)attr;
}

void
HPDF_Encrypt_CryptBuf(HPDF_Encrypt attr, const HPDF_BYTE *from, HPDF_BYTE *to,
    HPDF_UINT len)
{
	(void)attr, (void)from, (void)to, (void)len;
}
