/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What came of an inquiry is printed as lines:
 *	STANDING [cut TYPE NAME] [encloser NAME] [branch NAME] [wildcard NAME]
 *	now|last TYPE TTL RDATA, RDATA (ORIGIN, ORIGIN)
 *	wish ORIGIN MET/COUNT [configured] [retained REASON]
 *	!FINDING ORIGIN
 */
#include <string.h>

#include "tests/test.h"
#include "tests/unit/zonegen/world.h"
#include "zonegen/version/version.h"
#include "zonegen/zone/inquiry.h"

#define A(name) "Ingress web/a 1 0 " name " 0 A 192.0.2.1\n"
#define ZONE "Zone example.com"
#define DEV "Zone dev.example.com"
#define SUB "DNSEndpoint adm/a 1 0 sub.example.com 0 NS ns.example.net\n"
#define MOVED "DNSEndpoint adm/a 1 0 dn.example.com 0 DNAME x.example.net\n"

static const struct row {
	const char *name;
	const char *claims;
	const char *asked;
	const char *want;
	bool published; /* as the last version, before the claims come */
} rows[] = {
	{ "a name with records", A("www.example.com"), "www.example.com",
	    "present encloser www.example.com\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\n"
	    "wish Ingress web/a 1/1\n" },
	{ "its TTL, several types and origins",
	    A("www.example.com") "Ingress web/b 2 0 www.example.com 30 A "
				 "192.0.2.2\n"
				 "Ingress web/b 2 0 www.example.com 300 AAAA "
				 "2001:db8::1\n",
	    "www.example.com",
	    "present encloser www.example.com\n"
	    "now A 30 192.0.2.1, 192.0.2.2 (Ingress web/a, Ingress web/b)\n"
	    "now AAAA 300 2001:db8::1 (Ingress web/b)\n"
	    "wish Ingress web/a 1/1\n"
	    "wish Ingress web/b 2/2\n" },
	{ "nobody asks for it", A("www.example.com"), "mail.example.com",
	    "absent encloser example.com\n" },
	{ "far below what there is", A("www.example.com"),
	    "a.b.www.example.com",
	    "absent encloser www.example.com branch b.www.example.com\n" },
	{ "the apex without records", "", "example.com",
	    "present encloser example.com\n"
	    "now NS 3600 ns1.example.com. (" ZONE ")\n" },
	{ "the apex with records", A("example.com"), "example.com",
	    "present encloser example.com\n"
	    "now NS 3600 ns1.example.com. (" ZONE ")\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\n"
	    "wish Ingress web/a 1/1\n" },
	{ "a nameserver of the zone", A("ns1.example.com"), "ns1.example.com",
	    "present encloser ns1.example.com\n"
	    "now A 3600 192.0.2.53 (" ZONE ")\n"
	    "wish " ZONE " 1/1 configured\n"
	    "wish Ingress web/a 0/1\n"
	    "!NameserverName Ingress web/a\n" },
	{ "an empty non-terminal", A("a.b.example.com"), "b.example.com",
	    "empty encloser b.example.com\n" },
	{ "one below another one", A("a.b.c.example.com"), "c.example.com",
	    "empty encloser c.example.com\n" },
	{ "beside an empty non-terminal", A("a.b.example.com"),
	    "x.b.example.com", "absent encloser b.example.com\n" },
	{ "a claim without records makes no name",
	    "Ingress web/a 1 0 www.example.com -\n", "www.example.com",
	    "absent encloser example.com\nwish Ingress web/a 0/0\n" },
	{ "nor an empty non-terminal", "Ingress web/a 1 0 a.b.example.com -\n",
	    "b.example.com", "absent encloser example.com\n" },
	{ "covered by a wildcard", A("*.example.com"), "www.example.com",
	    "covered encloser example.com wildcard *.example.com\n" },
	{ "covered, two labels below", A("*.example.com"), "a.b.example.com",
	    "covered encloser example.com branch b.example.com "
	    "wildcard *.example.com\n" },
	{ "the wildcard itself", A("*.example.com"), "*.example.com",
	    "present encloser *.example.com\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\nwish Ingress web/a 1/1\n" },
	{ "RFC 4592: a name that exists ends the cover for what is below it",
	    A("*.example.com") A("b.example.com"), "a.b.example.com",
	    "absent encloser b.example.com wildcard *.example.com\n" },
	{ "RFC 4592: an empty non-terminal, too",
	    A("*.example.com") A("x.b.example.com"), "a.b.example.com",
	    "absent encloser b.example.com wildcard *.example.com\n" },
	{ "RFC 4592: and is not covered itself",
	    A("*.example.com") A("x.b.example.com"), "b.example.com",
	    "empty encloser b.example.com wildcard *.example.com\n" },
	{ "the nearer wildcard covers", A("*.example.com") A("*.b.example.com"),
	    "a.b.example.com",
	    "covered encloser b.example.com wildcard *.b.example.com\n" },
	{ "a wildcard without records covers nothing",
	    "Ingress web/a 1 0 *.example.com -\n", "www.example.com",
	    "absent encloser example.com\n" },
	{ "a name that exists beside a wildcard",
	    A("*.example.com") A("www.example.com"), "www.example.com",
	    "present encloser www.example.com wildcard *.example.com\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\nwish Ingress web/a 1/1\n" },
	{ "shadowed by another kind",
	    "Service web/s 1 1 www.example.com 0 A 192.0.2.2\n"
	    "Ingress web/a 9 0 www.example.com 0 A 192.0.2.1\n",
	    "www.example.com",
	    "present encloser www.example.com\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\n"
	    "wish Service web/s 0/1\n"
	    "wish Ingress web/a 1/1\n"
	    "!Shadowed Service web/s\n" },
	{ "taken by another namespace",
	    "Ingress young/a 9 0 www.example.com 0 A 192.0.2.9\n"
	    "Ingress old/a 1 0 www.example.com -\n",
	    "www.example.com",
	    "absent encloser example.com\n"
	    "wish Ingress old/a 0/0\n"
	    "wish Ingress young/a 0/1\n"
	    "!NameTaken Ingress young/a\n" },
	{ "a part of what one asks for",
	    "Ingress web/a 1 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/b 2 0 www.example.com 0 CNAME a.example.net\n"
	    "Ingress web/b 2 0 www.example.com 0 TXT \"x\"\n",
	    "www.example.com",
	    "present encloser www.example.com\n"
	    "now CNAME 60 a.example.net. (Ingress web/a, Ingress web/b)\n"
	    "wish Ingress web/a 1/1\n"
	    "wish Ingress web/b 1/2\n"
	    "!CNAMEConflict Ingress web/b\n" },
	{ "what the last version had", A("www.example.com"), "gone.example.com",
	    "absent encloser example.com\n"
	    "last A 60 192.0.2.7 (Ingress web/old)\nchanged\n",
	    .published = true },
	{ "the same as in the last version",
	    "Ingress web/x 1 0 "
	    "x.example.com 0 A 192.0.2.7\n",
	    "x.example.com",
	    "present encloser x.example.com\n"
	    "now A 60 192.0.2.7 (Ingress web/x)\n"
	    "last A 60 192.0.2.7 (Ingress web/x)\n"
	    "wish Ingress web/x 1/1\n",
	    .published = true },
	{ "not in the last version yet", A("www.example.com"),
	    "www.example.com",
	    "present encloser www.example.com\n"
	    "now A 60 192.0.2.1 (Ingress web/a)\n"
	    "wish Ingress web/a 1/1\nchanged\n",
	    .published = true },
	{ "kept although nobody claims it", "", "kept.example.com",
	    "present encloser kept.example.com\n"
	    "now A 60 192.0.2.8 (Ingress web/kept)\n"
	    "last A 60 192.0.2.8 (Ingress web/kept)\n"
	    "wish Ingress web/kept 1/1 retained untrusted\n"
	    "!SourceUntrusted Ingress web/kept\n",
	    .published = true },
	{ "kept and replaced",
	    "Ingress web/kept 1 0 kept.example.com 0 A 192.0.2.9\n",
	    "kept.example.com",
	    "present encloser kept.example.com\n"
	    "now A 60 192.0.2.9 (Ingress web/kept)\n"
	    "last A 60 192.0.2.8 (Ingress web/kept)\n"
	    "wish Ingress web/kept 0/1 retained untrusted\n"
	    "wish Ingress web/kept 1/1\nchanged\n",
	    .published = true },
	{ "at a delegation", "", "dev.example.com",
	    "present encloser dev.example.com\n"
	    "now NS 3600 ns1.dev.example.com. (" DEV ")\n"
	    "wish " DEV " 1/1 configured\n" },
	{ "below a delegation", A("*.example.com"), "www.dev.example.com",
	    "cut NS dev.example.com encloser dev.example.com "
	    "wildcard *.example.com\n" },
	{ "glue", "", "ns1.dev.example.com",
	    "cut NS dev.example.com encloser ns1.dev.example.com\n"
	    "now A 3600 192.0.2.54 (" DEV ")\n"
	    "wish " DEV " 1/1 configured\n" },
	{ "at a delegation that an object asks for", SUB, "sub.example.com",
	    "present encloser sub.example.com\n"
	    "now NS 60 ns.example.net. (DNSEndpoint adm/a)\n"
	    "wish DNSEndpoint adm/a 1/1\n" },
	{ "occluded by it", SUB A("www.sub.example.com"), "www.sub.example.com",
	    "cut NS sub.example.com encloser sub.example.com\n"
	    "wish Ingress web/a 0/1\n"
	    "!Occluded Ingress web/a\n" },
	{ "far below it", SUB A("*.example.com"), "a.b.c.sub.example.com",
	    "cut NS sub.example.com encloser sub.example.com "
	    "branch c.sub.example.com wildcard *.example.com\n" },
	{ "a delegation that may not stand",
	    "DNSEndpoint web/a 1 0 no.example.com 0 NS ns.example.net\n",
	    "www.no.example.com",
	    "absent encloser example.com branch no.example.com\n" },
	{ "at a DNAME", MOVED, "dn.example.com",
	    "present encloser dn.example.com\n"
	    "now DNAME 60 x.example.net. (DNSEndpoint adm/a)\n"
	    "wish DNSEndpoint adm/a 1/1\n" },
	{ "below a DNAME", MOVED A("www.dn.example.com"), "www.dn.example.com",
	    "cut DNAME dn.example.com encloser dn.example.com\n"
	    "wish Ingress web/a 0/1\n"
	    "!Occluded Ingress web/a\n" },
	{ "a static record", A("fix.example.com"), "fix.example.com",
	    "present encloser fix.example.com\n"
	    "now A 300 192.0.2.77 (" ZONE ")\n"
	    "wish " ZONE " 1/1 configured\n"
	    "wish Ingress web/a 0/1\n"
	    "!NameTaken Ingress web/a\n" },
};

static const char *const standings[] = {
	[STANDING_PRESENT] = "present",
	[STANDING_EMPTY] = "empty",
	[STANDING_COVERED] = "covered",
	[STANDING_CUT] = "cut",
	[STANDING_ABSENT] = "absent",
};

static void print_sets(
    struct buf *out, const char *when, const struct rrset *sets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rrset *set = &sets[i];

		buf_printf(
		    out, "%s %s %u", when, rr_type_text(set->type), set->ttl);
		for (size_t j = 0; j < set->count; j++) {
			buf_puts(out, j ? ", " : " ");
			record_print(&set->records[j], out);
		}
		for (size_t j = 0; j < set->norigins; j++)
			buf_printf(out, "%s%s", j ? ", " : " (",
			    set->origins[j]->text);
		buf_puts(out, ")\n");
	}
}

static void print(struct buf *out, const struct inquiry *q)
{
	buf_printf(out, "%s", standings[q->standing]);
	if (q->cut)
		buf_printf(out, " %s %s", rr_type_text(q->cut_type), q->cut);
	buf_printf(out, " encloser %s", q->encloser);
	if (q->branch)
		buf_printf(out, " branch %s", q->branch);
	if (q->wildcard)
		buf_printf(out, " wildcard %s", q->wildcard);
	buf_putc(out, '\n');
	print_sets(out, "now", q->now, q->nnow);
	print_sets(out, "last", q->last, q->nlast);
	for (size_t i = 0; i < q->nwishes; i++) {
		const struct wish *wish = &q->wishes[i];

		buf_printf(out, "wish %s %zu/%zu%s", wish->origin->text,
		    inquiry_met(q, wish), wish->count,
		    wish->configured ? " configured" : "");
		if (wish->retained)
			buf_printf(
			    out, " retained %s", retained_word(wish->reason));
		buf_putc(out, '\n');
	}
	for (size_t i = 0; q->findings && i < q->findings->count; i++)
		buf_printf(out, "!%s %s\n",
		    finding_word(q->findings->list[i].id),
		    q->findings->list[i].origin);
	if (q->changed)
		buf_puts(out, "changed\n");
}

/* A version with three names; one of them is kept, two lose their claims. */
static void publish(struct world *w)
{
	struct zone *zone = zoneset_at(w->set, 0);
	struct overlay overlay = OVERLAY_INIT;
	struct origin *origin = origin_from_text("Ingress web/kept", "uid", 0);
	struct version *version;
	struct record record;
	struct err err;

	world_read(w,
	    "Ingress web/old 1 0 gone.example.com 0 A 192.0.2.7\n"
	    "Ingress web/x 1 0 x.example.com 0 A 192.0.2.7\n"
	    "Ingress web/kept 1 0 kept.example.com 0 A 192.0.2.8\n");
	for (size_t i = 0; i < w->norigins; i++)
		world_put(w, i);
	zone_resolve(zone);
	version = version_new(zone, 1, &err);
	assert_non_null(version);
	version_adopt(zone, version);
	version_free(version);
	for (size_t i = 0; i < w->norigins; i++)
		world_remove(w, i);
	w->count = w->norigins = 0;
	if (!record_address(&record, "192.0.2.8", &w->arena, &err))
		fail_msg("%s", err.text);
	overlay_retain(&overlay, RETAIN_UNTRUSTED, origin, 0,
	    "kept.example.com", RR_A, &record, 1);
	zone_overlay(zone, &overlay);
	overlay_clear(&overlay);
	origin_unref(origin);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct buf got = BUF_INIT(1 << 16);
	struct inquiry inquiry;
	struct world w;

	world_open(&w, 2, false);
	world_configure(&w, "fix.example.com 300 A 192.0.2.77\n", "adm");
	if (row->published)
		publish(&w);
	world_read(&w, row->claims);
	for (size_t i = 0; i < w.norigins; i++)
		world_put(&w, i);
	zone_resolve(zoneset_at(w.set, 0));
	inquiry_open(&inquiry, zoneset_at(w.set, 0), row->asked);
	print(&got, &inquiry);
	assert_string_equal(buf_text(&got), row->want);
	inquiry_close(&inquiry);
	buf_clear(&got);
	world_close(&w);
}

RUN_TABLE(rows, check)
