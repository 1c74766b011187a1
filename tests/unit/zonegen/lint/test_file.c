/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_file.c - zone files in, findings with their lines out.
 */
#include "zonegen/lint/file.h"

#include <string.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"

/* Lines 1 and 2 of every zone below; nothing is to be said of them. */
#define HEAD                                                   \
	"$TTL 60\n@ SOA ns1 hostmaster 1 900 300 1209600 60\n" \
	"@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n"
#define AT 7 /* the first line behind it */

struct row {
	const char *name;
	const char *text;     /* behind HEAD, from line 7 on */
	const char *findings; /* "LINE ID NAME\n" */
	const char *sentence; /* of one of them; NULL: any */
};

static const struct row rows[] = {
	{ "clean", "www A 192.0.2.3\n", "" },
	{ "nothing more", "", "" },

	/* What the file says. */
	{ "every way to say a record",
	    "A 300 IN A 192.0.2.3\nb IN 5M a 192.0.2.3\n c 1 A 192.0.2.3\n"
	    "d.example.com. 1w2d3h4m5s ( in\n A ; a comment (\n 192.0.2.3 )\r\n"
	    "$ORIGIN sub\ne A 192.0.2.3\n@ A 192.0.2.3\n\t\n; end",
	    "9 BadType b.example.com\n" },
	{ "no newline at the end", "www A 192.0.2.3", "" },
	{ "unclosed quote", "t TXT \"a\nwww A 192.0.2.3\n", "7 BadSyntax -\n",
	    "an unclosed quote" },
	{ "unclosed parenthesis", "t TXT ( \"a\"\nwww A 192.0.2.3\n",
	    "7 BadSyntax -\n", "an unclosed parenthesis" },
	{ "parentheses too many", "a A 192.0.2.3 )\nb (( A 192.0.2.3\n",
	    "7 BadSyntax -\n8 BadSyntax -\n", "a parenthesis too many" },
	{ "octets", "t\001 A 192.0.2.3\nb\303\274 A 192.0.2.3\n; \303\274\n",
	    "" },
	{ "strings of any octets", "t TXT \"a\tb\"\nu TXT \"caf\303\251\"\n",
	    "" },
	{ "names of no hosts",
	    "0/25 NS ns1\n0/25 NS ns2\n1 CNAME 1.0/25\n"
	    "_ipp._tcp PTR HP\\032Laser._ipp._tcp\n"
	    "HP\\032Laser._ipp._tcp TXT x\n_sip+d2s._sctp TXT x\n",
	    "" },
	{ "quoted parameters",
	    "a HTTPS 1 . alpn=\"h2,h3\" port=\"443\"\n"
	    "b SVCB 1 . alpn=h2 dohpath=\"/q{?dns}\" key9=\"x\"\n"
	    "c SVCB 1 . alpn=h2 ohttp tls-supported-groups=x docpath=y\n",
	    "" },
	{ "the form of octets", "w A \\# 3 c00002\ne EUI48 \\# 3 c00002\n",
	    "7 BadTarget w.example.com\n8 BadTarget e.example.com\n" },
	{ "mail",
	    "a TXT \"v=spf1 -all\"\na TXT \"v=spf1 mx -all\"\n"
	    "_dmarc TXT v=DMARC1; p=none\n_dmarc.b TXT \"v=DMARC1; p=none\"\n"
	    "k._domainkey TXT v=DKIM1; p=MII\n",
	    "8 OddText a.example.com\n9 OddText _dmarc.example.com\n"
	    "11 OddText k._domainkey.example.com\n" },
	{ "cut escape", "t TXT a\\", "7 BadSyntax -\n", "cut escape" },
	{ "no type", "www 60 IN\n", "7 BadSyntax www.example.com\n" },
	{ "no rdata", "www A\n", "7 BadTarget www.example.com\n" },
	{ "the owner stays", "$ORIGIN x.example.com.\n$TTL 60\n TXT x\n", "" },
	{ "other class", "www CH A 192.0.2.3\n",
	    "7 BadSyntax www.example.com\n", "class" },
	{ "include", "$INCLUDE other.zone\n", "7 BadSyntax -\n",
	    "not followed" },
	{ "directives",
	    "$GENERATE 1-2 a$ A 192.0.2.3\n$TTL\n$TTL x\n$TTL 5h\n$ORIGIN\n"
	    "$ORIGIN a..b.\n$ORIGIN a b\n",
	    "7 BadSyntax -\n8 BadSyntax -\n9 BadSyntax -\n11 BadSyntax -\n"
	    "12 BadName -\n13 BadSyntax -\n" },
	{ "bad owners",
	    "a..b A 192.0.2.3\nb.*.a A 192.0.2.3\na\\.b A 192.0.2.3\n",
	    "7 BadName -\n" },
	{ "unknown type", "www BLURB 1\n", "7 BadType www.example.com\n",
	    "'BLURB' is no type" },
	{ "TTL beyond 31 bits", "www 2147483648 A 192.0.2.3\n",
	    "7 BadTTL www.example.com\n" },
	{ "TTL beyond 32 bits is no TTL", "www 4294967296 A 192.0.2.3\n",
	    "7 BadType www.example.com\n" },
	{ "lenient nowhere",
	    "a MX 70000 ns1\nb SRV -1 0 0 ns1\nc A 192.0.2\nd A 1.2.3.04\n"
	    "e AAAA 192.0.2.1\nf MX 10 192.0.2.1.\ng CAA 300 issue x\n",
	    "7 BadTarget a.example.com\n8 BadTarget b.example.com\n"
	    "9 BadTarget c.example.com\n10 BadTarget d.example.com\n"
	    "11 BadTarget e.example.com\n13 BadTarget g.example.com\n" },
	{ "TXT without quotes", "t TXT a b \"c d\"\n", "" },
	{ "unread types, once each",
	    "@ DNSKEY 257 3 13 AAAA\n@ DNSKEY 256 3 13 AAAA\n"
	    "w A \\# 4 c0000203\nw TYPE731 \\# 0\n",
	    "7 UnreadType -\n9 UnreadType -\n10 UnreadType -\n",
	    "DNSKEY: its records are not looked into" },
	{ "outside", "www.example.org. A 192.0.2.3\n",
	    "7 OutOfZone www.example.org\n" },

	/* SOA and nameservers. */
	{ "second SOA", "@ SOA ns1 hostmaster 1 900 300 1209600 60\n",
	    "7 BadSOA example.com\n", "one already" },
	{ "SOA elsewhere is a second one too",
	    "x SOA ns1 hostmaster 1 900 300 1209600 60\n",
	    "7 BadSOA x.example.com\n" },
	{ "delegation",
	    "sub NS ns.sub\nsub NS ns.example.net.\nns.sub A 192.0.2.3\n"
	    "sub DS 1 13 1 0123456789012345678901234567890123456789\n",
	    "" },
	{ "delegation without glue", "sub NS ns.sub\nsub NS ns.example.net.\n",
	    "7 NoGlue sub.example.com\n" },
	{ "delegation to one", "sub NS ns.example.net.\n",
	    "7 FewNameservers sub.example.com\n" },
	{ "beside and below a delegation",
	    "sub NS ns.sub\nsub NS ns1\nns.sub A 192.0.2.3\nsub TXT x\n"
	    "a.sub A 192.0.2.3\nns.sub TXT x\nsub NS gone\n",
	    "10 Occluded sub.example.com\n11 Occluded a.sub.example.com\n"
	    "12 Occluded ns.sub.example.com\n"
	    "13 DanglingTarget sub.example.com\n" },
	{ "below a DNAME", "d DNAME x.org.\na.d A 192.0.2.3\n",
	    "8 Occluded a.d.example.com\n", "which is a DNAME" },
	{ "DNAME of the zone itself", "@ DNAME x.org.\n",
	    "5 Occluded ns1.example.com\n6 Occluded ns2.example.com\n" },
	{ "DS alone", "s DS 1 13 1 0123456789012345678901234567890123456789\n",
	    "7 BadTarget s.example.com\n" },
	{ "cut at a wildcard", "*.s NS ns1\n*.s NS ns2\n",
	    "7 BadTarget *.s.example.com\n" },

	/* What stands together. */
	{ "CNAME and A", "w CNAME ns1\nw A 192.0.2.3\n",
	    "7 CNAMEConflict w.example.com\n" },
	{ "CNAME and what DNSSEC adds", "w CNAME ns1\nw NSEC x CNAME\n",
	    "8 UnreadType -\n" },
	{ "two CNAMEs", "w CNAME ns1\nw CNAME ns2\n",
	    "8 CNAMEConflict w.example.com\n" },
	{ "CNAME of the zone itself", "@ CNAME ns1\n",
	    "7 ApexCNAME example.com\n7 CNAMEConflict example.com\n" },
	{ "two DNAMEs", "d DNAME x.org.\nd DNAME y.org.\n",
	    "8 CNAMEConflict d.example.com\n" },
	{ "several TTLs", "w 1 A 192.0.2.3\nw 2 A 192.0.2.4\nw 3 TXT x\n",
	    "7 MixedTTL w.example.com\n" },
	{ "the same again", "w A 192.0.2.3\nW.EXAMPLE.COM. A 192.0.2.3\n",
	    "8 DuplicateRecord w.example.com\n" },
	{ "null MX beside another", "m MX 0 .\nm MX 10 ns1\n",
	    "7 NullTarget m.example.com\n" },
	{ "null MX", "m MX 0 .\n_s._tcp.x SRV 0 0 0 .\n", "" },
	{ "null SRV beside another",
	    "_s._tcp SRV 0 0 0 .\n_s._tcp SRV 0 0 1 ns1\n",
	    "7 NullTarget _s._tcp.example.com\n" },
	{ "SPF", "@ SPF \"v=spf1 -all\"\n",
	    "7 OddText example.com\n7 UnreadType -\n" },

	/* Names. */
	{ "odd owners", "a_b A 192.0.2.3\n_a A 192.0.2.3\na_c TXT x\n",
	    "7 OddName a_b.example.com\n" },
	{ "SRV, URI, TLSA elsewhere",
	    "s SRV 0 0 1 ns1\nu URI 1 1 \"https://x\"\n"
	    "t TLSA 3 1 0 00\n_443._tcp.t TLSA 3 1 0 00\n"
	    "*._tcp SRV 0 0 1 ns1\n",
	    "7 OddOwner s.example.com\n8 OddOwner u.example.com\n"
	    "9 OddOwner t.example.com\n" },
	{ "a dot was forgotten",
	    "w CNAME ns1.example.com\nw.example.com A 192.0.2.3\n",
	    "7 RepeatedZone w.example.com\n"
	    "8 RepeatedZone w.example.com.example.com\n" },
	{ "wildcard that ends",
	    "*.apps A 192.0.2.3\na.b.apps A 192.0.2.3\nc.apps TXT x\n"
	    "d.apps A 192.0.2.3\n_e.apps TXT x\n",
	    "7 WildcardEnds *.apps.example.com\n", "and 1 more" },
	{ "wildcard without an address", "*.apps TXT x\na.b.apps TXT x\n", "" },

	/* Targets. */
	{ "nowhere",
	    "a CNAME gone\nb MX 1 gone\n_s._tcp SRV 0 0 1 gone\n"
	    "d HTTPS 1 gone\n",
	    "7 DanglingTarget a.example.com\n8 DanglingTarget b.example.com\n"
	    "9 DanglingTarget _s._tcp.example.com\n"
	    "10 DanglingTarget d.example.com\n" },
	{ "without an address", "a MX 1 t\nt TXT x\nb CNAME t\n",
	    "7 DanglingTarget a.example.com\n" },
	{ "an empty non-terminal", "a CNAME e\nx.e A 192.0.2.3\n",
	    "7 DanglingTarget a.example.com\n" },
	{ "covered by a wildcard",
	    "a CNAME x.y.w\n*.w A 192.0.2.3\nb CNAME z.e.w\nv.e.w A "
	    "192.0.2.3\n",
	    "8 WildcardEnds *.w.example.com\n9 DanglingTarget "
	    "b.example.com\n" },
	{ "elsewhere", "a CNAME x.org.\nb MX 1 x.sub\nsub NS ns1\nsub NS ns2\n",
	    "" },
	{ "an alias of an alias", "a CNAME b\nb CNAME ns1\n",
	    "7 AliasChain a.example.com\n" },
	{ "pointing to an alias",
	    "a CNAME ns1\nm MX 1 a\n_s._tcp SRV 0 0 1 a\nh HTTPS 1 a\n",
	    "8 AliasTarget m.example.com\n"
	    "9 AliasTarget _s._tcp.example.com\n" },
	{ "loops", "a CNAME b\nb CNAME a\nc CNAME c\n",
	    "7 CNAMELoop a.example.com\n7 AliasChain a.example.com\n"
	    "8 CNAMELoop b.example.com\n8 AliasChain b.example.com\n"
	    "9 CNAMELoop c.example.com\n" },
	{ "SRV of a service instance",
	    "HP\\032Laser._ipp._tcp SRV 0 0 631 ns1\nx._ipp SRV 0 0 1 ns1\n",
	    "8 OddOwner x._ipp.example.com\n" },
	{ "a wildcard that answers for its own target", "*.w CNAME lb.w\n",
	    "7 CNAMELoop *.w.example.com\n7 AliasChain *.w.example.com\n" },
	{ "which exists", "*.w CNAME lb.w\nlb.w A 192.0.2.1\n", "" },
	{ "two wildcards", "*.v CNAME x.w\n*.w CNAME x.v\n",
	    "7 CNAMELoop *.v.example.com\n7 AliasChain *.v.example.com\n"
	    "8 CNAMELoop *.w.example.com\n8 AliasChain *.w.example.com\n" },
	{ "two DNAMEs", "aa DNAME bb\nbb DNAME aa\ncc DNAME dd\n",
	    "7 CNAMELoop aa.example.com\n8 CNAMELoop bb.example.com\n" },
	{ "DNAMEs that make a name longer", "aa DNAME x.bb\nbb DNAME aa\n",
	    "7 CNAMELoop aa.example.com\n8 CNAMELoop bb.example.com\n" },
	{ "a DNAME below what another leads to",
	    "aa DNAME bb\nsub.bb DNAME sub.aa\n",
	    "8 CNAMELoop sub.bb.example.com\n" },
	{ "an alias that a DNAME leads back",
	    "aa DNAME bb\nfoo.bb CNAME foo.aa\nx.bb CNAME y.aa\n",
	    "8 CNAMELoop foo.bb.example.com\n8 AliasChain foo.bb.example.com\n"
	    "9 AliasChain x.bb.example.com\n" },
	{ "pointing to what is an alias by a wildcard or DNAME",
	    "*.w CNAME ns1\naa DNAME w\nm MX 1 x.w\nn MX 1 x.aa\n"
	    "o MX 1 aa\n",
	    "9 AliasTarget m.example.com\n10 AliasTarget n.example.com\n"
	    "11 DanglingTarget o.example.com\n" },

	/* Values. */
	{ "odd addresses", "a A 127.0.0.1\nb A 0.0.0.0\nc AAAA ff02::1\n",
	    "7 OddAddress a.example.com\n8 OddAddress b.example.com\n"
	    "9 OddAddress c.example.com\n" },
	{ "private beside public",
	    "a A 10.0.0.1\nb A 172.31.0.1\nc A 192.168.0.1\nd A 100.64.0.1\n"
	    "e A 169.254.0.1\nf AAAA fd00::1\ng AAAA fe80::1\n"
	    "h A 172.32.0.1\ni A 100.128.0.1\nj AAAA 2001:db8::1\n",
	    "7 PrivateAddress a.example.com\n8 PrivateAddress b.example.com\n"
	    "9 PrivateAddress c.example.com\n10 PrivateAddress d.example.com\n"
	    "11 PrivateAddress e.example.com\n12 PrivateAddress f.example.com\n"
	    "13 PrivateAddress g.example.com\n" },
	{ "private, and public nameservers", "a A 10.0.0.1\n", "" },
	{ "CAA",
	    "a CAA 0 issue \"x\"\nb CAA 128 issuewild \"x\"\n"
	    "c CAA 1 issue \"x\"\nd CAA 0 isue \"x\"\ne CAA 128 isue \"x\"\n",
	    "9 OddCAA c.example.com\n10 OddCAA d.example.com\n"
	    "11 OddCAA e.example.com\n",
	    "none will issue" },
};

static void print(const struct lintfile *file, struct buf *out)
{
	for (size_t i = 0; i < file->count; i++)
		buf_printf(out, "%zu %s %s\n", file->list[i].line,
		    finding_word(file->list[i].finding.id),
		    *file->list[i].finding.name ? file->list[i].finding.name
						: "-");
}

static bool says(const struct lintfile *file, const char *sentence)
{
	for (size_t i = 0; i < file->count; i++)
		if (strstr(file->list[i].finding.sentence, sentence))
			return true;
	return false;
}

static void check_text(
    const char *text, const char *zone, const struct row *row)
{
	struct buf got = BUF_INIT(100000);
	struct lintfile file;
	struct err err;

	assert_true(lintfile_read(&file, text, strlen(text), zone, &err));
	print(&file, &got);
	assert_string_equal(buf_text(&got), row->findings);
	if (row->sentence && !says(&file, row->sentence))
		fail_msg("nothing says '%s'", row->sentence);
	lintfile_clear(&file);
	buf_clear(&got);
}

static void finds(void **state)
{
	const struct row *row = *state;
	struct buf text = BUF_INIT(100000);

	buf_printf(&text, "%s%s", HEAD, row->text);
	check_text(buf_text(&text), "example.com", row);
	buf_clear(&text);
}

/* Whole files; the zone is not told. */
static const struct row files[] = {
	{ "the SOA tells the zone",
	    "example.com. 60 IN SOA ns1 h 1 2 1 4 5\n"
	    " 60 NS ns1\n 60 NS ns.x.org.\nns1 60 A 192.0.2.1\n",
	    "" },
	{ "origin of the root",
	    "$ORIGIN .\nexample.com 60 SOA ns.x.org h.x.org 1 2 1 4 5\n"
	    "\t60 NS ns.x.org\n 60 NS ns.y.org\n",
	    "" },
	{ "no TTL at all, said once",
	    "$ORIGIN example.com.\n@ SOA ns.x.org. h 1 2 1 4 5\n@ NS "
	    "ns.x.org.\n@ NS ns.y.org.\n",
	    "2 BadTTL example.com\n" },
	{ "the last TTL counts",
	    "$ORIGIN example.com.\n@ 5 SOA ns.x.org. h 1 2 1 4 5\n@ NS "
	    "ns.x.org.\n@ 5 NS ns.y.org.\n",
	    "" },
	{ "private addresses only: a zone for the inside",
	    "example.com. 60 SOA ns.x.org. h 1 2 1 4 5\n 60 NS ns.x.org.\n"
	    " 60 NS ns.y.org.\n 60 A 10.0.0.1\nw 60 A 10.0.0.2\n",
	    "" },
	{ "no nameserver", "example.com. 60 SOA ns h 1 2 1 4 5\n",
	    "0 NoNameserver example.com\n" },
	{ "one nameserver, without its address",
	    "example.com. 60 SOA ns h 1 2 1 4 5\n 60 NS ns\n",
	    "2 NoGlue example.com\n2 FewNameservers example.com\n" },
	{ "SOA with few fields",
	    "example.com. 60 SOA ns h 1 2 1 4\n 60 NS x.org.\n 60 NS y.org.\n",
	    "1 BadSOA example.com\n" },
	{ "SOA with a mailbox",
	    "example.com. 60 SOA x.org. h@x.org. 1 2 1 4 5\n"
	    " 60 NS x.org.\n 60 NS y.org.\n",
	    "1 BadSOA example.com\n", "'@'" },
	{ "SOA with a number beyond 32 bits",
	    "example.com. 60 SOA x.org. h.x.org. 4294967296 2 1 4 5\n"
	    " 60 NS x.org.\n 60 NS y.org.\n",
	    "1 BadSOA example.com\n" },
	{ "SOA with an escape, and the highest number",
	    "example.com. 60 SOA x.org. j\\.d.x.org. 4294967295 2 1 4 5\n"
	    " 60 NS x.org.\n 60 NS y.org.\n",
	    "" },
	{ "odd SOAs",
	    "example.com. 60 SOA x.org. h.x.org. 1 2 2 3 86401\n"
	    " 60 NS x.org.\n 60 NS y.org.\n",
	    "1 OddSOA example.com\n1 OddSOA example.com\n"
	    "1 OddSOA example.com\n" },
};

static void finds_in_file(void **state)
{
	const struct row *row = *state;

	check_text(row->text, NULL, row);
}

/* What cannot be read at all. */
static const struct row refused[] = {
	{ "empty", "", "no SOA says which zone it is" },
	{ "relative to nothing", "\n\nwww A 192.0.2.1\n", "line 3: 'www'" },
	{ "SOA relative to nothing", "@ SOA ns h 1 2 1 4 5\n", "line 1: '@'" },
	{ "origin relative to nothing", "$ORIGIN a\n", "line 1: 'a'" },
	{ "no SOA", "x.org. A 192.0.2.1\n", "no SOA says which zone it is" },
};

static void refuses(void **state)
{
	const struct row *row = *state;
	struct lintfile file;
	struct err err;

	assert_false(
	    lintfile_read(&file, row->text, strlen(row->text), NULL, &err));
	assert_non_null(strstr(err.text, row->findings));
}

int main(void)
{
	return RUN_ROWS(rows, finds) + RUN_ROWS(files, finds_in_file) +
	    RUN_ROWS(refused, refuses);
}
