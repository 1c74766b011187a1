/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_keys.c - every key outside zones: what it becomes, how it is refused.
 */
#include "controller/config/config.h"

#include "tests/unit/controller/config/rows.h"

/* Line 1 is the zone; the rows' own text begins on line 2. */
#define ZONE                                                \
	"zones: [{name: e.x, nameservers: [{name: ns.o}], " \
	"soa: {contact: h@e.x}}]\n"
#define DEFAULT_KINDS \
	"resources=HTTPRoute,TLSRoute,GRPCRoute,Ingress,Service,DNSEndpoint"
#define BAD_PREFIX                                                        \
	"must be a name of lower-case letters, digits, '-' and '.' with " \
	"'/' behind it, not "
#define BAD_REMOTE                                                           \
	"/etc/f:2:16: git.remote: must be a path, or a URL of ssh or https " \
	"without a password\n"
static const struct row rows[] = {
	/* The file as a whole. */
	{ "empty", "", NULL, "/etc/f:1:1: zones: is required\n" },
	{ "syntax", "zones: [\n", NULL,
	    "/etc/f:2:1: flow sequence without a closing bracket\n" },
	{ "anchor", "zones: &x []\n", NULL,
	    "/etc/f:1:11: anchors are not supported\n" },
	{ "two documents", ZONE "---\n" ZONE, NULL,
	    "/etc/f:2:1: a second document\n" },
	{ "no mapping", "- a\n", NULL,
	    "/etc/f:1:1: must be a mapping, not a list\n" },
	{ "unknown key", ZONE "canary: 10m\n", NULL,
	    "/etc/f:2:1: canary: unknown key\n" },
	{ "nearly a key", ZONE "resource: []\n", NULL,
	    "/etc/f:2:1: resource: unknown key, did you mean 'resources'?\n" },
	{ "key in another case", ZONE "log: {Level: info}\n", NULL,
	    "/etc/f:2:7: log.Level: unknown key, did you mean 'level'?\n" },
	{ "key with dots", ZONE "log.level: info\n", NULL,
	    "/etc/f:2:1: log.level: unknown key\n" },
	{ "key that looks like a row", ZONE "'zones[].ttl': 5\n'zones[]': 5\n",
	    NULL,
	    "/etc/f:2:2: zones[].ttl: unknown key\n"
	    "/etc/f:3:2: zones[]: unknown key\n" },
	{ "empty key", ZONE "'': {log: {level: debug}}\n", NULL,
	    "/etc/f:2:2: unknown key\n" },
	{ "section is no mapping", ZONE "nsd: yes\n", NULL,
	    "/etc/f:2:6: nsd: must be a mapping, not 'yes'\n" },
	{ "control character", ZONE "\"a\\nb\\e\": 1\n", NULL,
	    "/etc/f:2:2: a?b?: unknown key\n" },
	{ "null is absent", ZONE "nsd:\nlog: {level: ~}\nresources:\n",
	    "log=2 0\n" DEFAULT_KINDS "\nrun=0" },
	{ "JSON",
	    "{\"zones\":[{\"name\":\"j.x\",\"nameservers\":[{\"name\":\"n.o\"}]"
	    ",\"soa\":{\"contact\":\"a@b.c\"}}],\"nsd\":{\"run\":true}}",
	    "run=1\nns=n.o" },
	{ "all errors, in the order of the file",
	    "log: {level: loud}\nzones: []\nnsd: {run: 1}\n", NULL,
	    "/etc/f:1:14: log.level: must be error, warning, info or debug, "
	    "not 'loud'\n"
	    "/etc/f:2:8: zones: must not be empty\n"
	    "/etc/f:3:12: nsd.run: must be true or false, not '1'\n" },

	/* Git. */
	{ "git with nothing in it", ZONE "git: {}\n",
	    "git=1 /var/lib/k8s-nsd/git main '' k8s-nsd <k8s-nsd@localhost>" },
	{ "git in a state directory", ZONE "nsd: {directory: s}\ngit: {}\n",
	    "git=1 /etc/s/git main '' k8s-nsd <k8s-nsd@localhost>" },
	{ "git",
	    ZONE "git: {directory: g, branch: dns/live, path: a/b,"
		 " author: D N S <dns@e.x>}\ncluster: {name: eu-1.prod}\n",
	    "cluster=eu-1.prod\ngit=1 /etc/g dns/live 'a/b/' "
	    "D N S <dns@e.x>\n" },
	{ "git in the state directory itself",
	    ZONE "nsd: {directory: s}\ngit: {directory: s/}\n", NULL,
	    "/etc/f:3:18: git.directory: must be a directory for git alone, "
	    "not '/etc/s/'\n" },
	{ "git above it", ZONE "git: {directory: /var/lib}\n", NULL,
	    "/etc/f:2:18: git.directory: must be a directory for git alone, "
	    "not '/var/lib'\n" },
	{ "git beside it", ZONE "git: {directory: /var/lib/k8s-nsd.git}\n",
	    "signed=none\n" },
	{ "git.branch", ZONE "git: {branch: -f}\n", NULL,
	    "/etc/f:2:15: git.branch: must be a branch like main, not '-f'\n" },
	{ "git.branch with a reflog", ZONE "git: {branch: 'a@{1}'}\n", NULL,
	    "/etc/f:2:16: git.branch: must be a branch like main, not "
	    "'a@{1}'\n" },
	{ "git.branch with a lock", ZONE "git: {branch: a.lock}\n", NULL,
	    "/etc/f:2:15: git.branch: must be a branch like main, not "
	    "'a.lock'\n" },
	{ "git.path", ZONE "git: {path: ../x}\n", NULL,
	    "/etc/f:2:13: git.path: must be a folder like dns/zones, not "
	    "'../x'\n" },
	{ "git.path from the root", ZONE "git: {path: /x}\n", NULL,
	    "/etc/f:2:13: git.path: must be a folder like dns/zones, not "
	    "'/x'\n" },
	{ "git.author without an address", ZONE "git: {author: me}\n", NULL,
	    "/etc/f:2:15: git.author: must be like 'DNS <dns@example.com>', "
	    "not 'me'\n" },
	{ "git.author of two lines",
	    ZONE "git: {author: \"me <a>\\nauthor x <b>\"}\n", NULL,
	    "/etc/f:2:16: git.author: must be like 'DNS <dns@example.com>', "
	    "not 'me <a>?author x <b>'\n" },
	{ "git.signingKey", ZONE "git: {signingKey: k}\n", "signed=/etc/k\n" },
	{ "git.remote, a path", ZONE "git: {remote: /srv/dns.git}\n",
	    "remote=1 /srv/dns.git none none none" },
	{ "git.remote by ssh",
	    ZONE "git: {remote: 'git@host.x:dns.git', sshKey: k,"
		 " knownHosts: h}\n",
	    "remote=2 git@host.x:dns.git /etc/k /etc/h none" },
	{ "git.remote by https",
	    ZONE "git: {remote: 'https://host.x/dns', tokenFile: t}\n",
	    "remote=3 https://host.x/dns none none /etc/t" },
	{ "git.remote by ssh without its files",
	    ZONE "git: {remote: 'ssh://host.x/dns'}\n", NULL,
	    "/etc/f:2:6: git.sshKey: is required for a remote by ssh\n"
	    "/etc/f:2:6: git.knownHosts: is required for a remote by ssh\n" },
	{ "a key for a path",
	    ZONE "git: {remote: /d, sshKey: k, tokenFile: t}\n", NULL,
	    "/etc/f:2:27: git.sshKey: is only read for a remote by ssh\n"
	    "/etc/f:2:41: git.tokenFile: is only read for a remote by "
	    "https\n" },
	{ "git.remote with a password",
	    ZONE "git: {remote: 'https://me:secret@host.x/dns'}\n", NULL,
	    BAD_REMOTE },
	{ "git.remote that is a program", ZONE "git: {remote: 'ext::sh'}\n",
	    NULL, BAD_REMOTE },
	{ "git.remote that is an option",
	    ZONE "git: {remote: '--upload-pack=x'}\n", NULL, BAD_REMOTE },
	{ "git.remote whose host is an option",
	    ZONE "git: {remote: 'ssh://-oProxyCommand=x/y'}\n", NULL,
	    BAD_REMOTE },
	{ "git.remote without TLS", ZONE "git: {remote: 'http://h.x/y'}\n",
	    NULL, BAD_REMOTE },
	{ "cluster.name", ZONE "cluster: {name: 'a b'}\n", NULL,
	    "/etc/f:2:18: cluster.name: must be letters, digits, '.', '_' and "
	    "'-', not 'a b'\n" },

	/* What is taken from the cluster. */
	{ "limits", ZONE "limits: {recordsPerRRset: 5, typesPerName: 6}\n",
	    "limits=5 6 0" },
	{ "limits of an object",
	    ZONE "limits: {namesPerObject: 0, recordsPerObject: 2000000}\n",
	    NULL,
	    "/etc/f:2:26: limits.namesPerObject: must be between 1 and "
	    "1000000, not '0'\n"
	    "/etc/f:2:47: limits.recordsPerObject: must be between 1 and "
	    "1000000, not '2000000'\n" },
	{ "bad limits",
	    ZONE "limits:\n  recordsPerRRset: 0\n  typesPerName: x\n", NULL,
	    "/etc/f:3:20: limits.recordsPerRRset: must be between 1 and 10000, "
	    "not '0'\n"
	    "/etc/f:4:17: limits.typesPerName: must be a whole number, not "
	    "'x'\n" },
	{ "resources", ZONE "resources: [Service, Ingress]\n",
	    "resources=Service,Ingress" },
	{ "all resources",
	    ZONE "resources: [Node, Gateway, UDPRoute, TCPRoute, HTTPRoute,"
		 " GRPCRoute, TLSRoute, Ingress, Service, DNSEndpoint]\n",
	    "resources=Node,Gateway,UDPRoute,TCPRoute,HTTPRoute,GRPCRoute,"
	    "TLSRoute,Ingress,Service,DNSEndpoint" },
	{ "what is only looked at claims nothing",
	    ZONE "resources: [Namespace, ListenerSet, EndpointSlice]\n", NULL,
	    "/etc/f:2:13: resources[0]: unknown kind 'Namespace'\n"
	    "/etc/f:2:24: resources[1]: unknown kind 'ListenerSet'\n"
	    "/etc/f:2:37: resources[2]: unknown kind 'EndpointSlice'\n" },
	{ "bad resources", ZONE "resources: [ingress, Foo, Service, Service]\n",
	    NULL,
	    "/etc/f:2:13: resources[0]: unknown kind 'ingress', did you mean "
	    "'Ingress'?\n"
	    "/etc/f:2:22: resources[1]: unknown kind 'Foo'\n"
	    "/etc/f:2:36: resources[3]: 'Service' is in the list already\n" },
	{ "no resources", ZONE "resources: []\n", NULL,
	    "/etc/f:2:12: resources: must not be empty\n" },
	{ "resources are no list", ZONE "resources: Ingress\n", NULL,
	    "/etc/f:2:12: resources: must be a list, not 'Ingress'\n" },
	{ "filters",
	    ZONE "filters:\n  namespaces: [a, b-1]\n"
		 "  ingressClasses: [nginx, x.y]\n"
		 "  labels: {Ingress: [a=b, '!c'], Service: ['d in (e)']}\n",
	    "namespaces=a,b-1\nclasses=nginx,x.y\nlabels.Ingress=2\n"
	    "labels.Service=1" },
	{ "gateway classes", ZONE "filters: {gatewayClasses: [istio, x.y/z]}\n",
	    "gatewayClasses=istio,x.y/z" },
	{ "gateways", ZONE "filters: {gateways: [net/in, out]}\n",
	    "gateways=net/in,out" },
	{ "annotations",
	    ZONE "annotations: {read: [ttl, hostname], prefixes: [a.b/, c/]}\n",
	    "annotations=ttl,hostname\nprefixes=a.b/,c/" },
	{ "none is read", ZONE "annotations: {read: []}\n", "annotations=\n" },
	{ "bad annotations",
	    ZONE "annotations: {read: [Target, targets, ttl, ttl, coredns.io, "
		 "'']}\n",
	    NULL,
	    "/etc/f:2:22: annotations.read[0]: no annotation 'Target' is "
	    "known, did you mean 'target'?\n"
	    "/etc/f:2:30: annotations.read[1]: no annotation 'targets' is "
	    "known, did you mean 'target'?\n"
	    "/etc/f:2:44: annotations.read[3]: 'ttl' is in the list already\n"
	    "/etc/f:2:49: annotations.read[4]: no annotation 'coredns.io' is "
	    "known\n"
	    "/etc/f:2:62: annotations.read[5]: must not be empty\n" },
	{ "bad prefixes",
	    ZONE "annotations: {prefixes: [a.b, A/, /, a/b/, a/, a/]}\n", NULL,
	    "/etc/f:2:26: annotations.prefixes[0]: " BAD_PREFIX "'a.b'\n"
	    "/etc/f:2:31: annotations.prefixes[1]: " BAD_PREFIX "'A/'\n"
	    "/etc/f:2:35: annotations.prefixes[2]: " BAD_PREFIX "'/'\n"
	    "/etc/f:2:38: annotations.prefixes[3]: " BAD_PREFIX "'a/b/'\n"
	    "/etc/f:2:48: annotations.prefixes[5]: 'a/' is in the list "
	    "already\n" },
	{ "no prefix", ZONE "annotations: {prefixes: []}\n", NULL,
	    "/etc/f:2:25: annotations.prefixes: must not be empty\n" },
	{ "annotations are a section", ZONE "annotations: [target]\n", NULL,
	    "/etc/f:2:14: annotations: must be a mapping, not a list\n" },
	{ "bad gateway classes", ZONE "filters: {gatewayClasses: [a, a, '']}\n",
	    NULL,
	    "/etc/f:2:31: filters.gatewayClasses[1]: 'a' is in the list "
	    "already\n"
	    "/etc/f:2:35: filters.gatewayClasses[2]: must not be empty\n" },
	{ "empty filters",
	    ZONE "filters: {namespaces: [], ingressClasses: [], labels: {}}\n",
	    "namespaces=\nclasses=" },
	{ "bad namespaces", ZONE "filters: {namespaces: [A, -b, '', 5, a.b]}\n",
	    NULL,
	    "/etc/f:2:24: filters.namespaces[0]: must be a name of lower-case "
	    "letters, digits and '-', not 'A'\n"
	    "/etc/f:2:27: filters.namespaces[1]: must be a name of lower-case "
	    "letters, digits and '-', not '-b'\n"
	    "/etc/f:2:32: filters.namespaces[2]: must not be empty\n"
	    "/etc/f:2:35: filters.namespaces[3]: must be a string, not '5'\n"
	    "/etc/f:2:38: filters.namespaces[4]: must be a name of lower-case "
	    "letters, digits and '-', not 'a.b'\n" },
	{ "bad classes", ZONE "filters: {ingressClasses: [a, a, [b]]}\n", NULL,
	    "/etc/f:2:31: filters.ingressClasses[1]: 'a' is in the list "
	    "already\n"
	    "/etc/f:2:34: filters.ingressClasses[2]: must be a string, not a "
	    "list\n" },
	{ "bad selectors",
	    ZONE "filters:\n  labels:\n    Igress: [a]\n"
		 "    Ingress: ['', ' ', '!!!invalid', 5]\n    Service: []\n",
	    NULL,
	    "/etc/f:4:5: filters.labels.Igress: unknown kind, did you mean "
	    "'Ingress'?\n"
	    "/etc/f:5:16: filters.labels.Ingress[0]: must not be empty\n"
	    "/etc/f:5:20: filters.labels.Ingress[1]: must not be empty\n"
	    "/etc/f:5:25: filters.labels.Ingress[2]: bad selector "
	    "'!!!invalid': '!' where a label key should be\n"
	    "/etc/f:5:38: filters.labels.Ingress[3]: must be a string, not "
	    "'5'\n"
	    "/etc/f:6:14: filters.labels.Service: must not be empty\n" },
	{ "selectors are no mapping", ZONE "filters: {labels: [a=b]}\n", NULL,
	    "/etc/f:2:19: filters.labels: must be a mapping from kinds to "
	    "lists of selectors, not a list\n" },
	{ "selectors of a kind are no list",
	    ZONE "filters: {labels: {Ingress: a=b}}\n", NULL,
	    "/etc/f:2:29: filters.labels.Ingress: must be a list, not "
	    "'a=b'\n" },
	{ "no grace given", ZONE, "grace=600000" },
	{ "grace", ZONE "grace: 90s\n", "grace=90000" },
	{ "no grace", ZONE "grace: 0s\n", "grace=0" },
	{ "a week of grace", ZONE "grace: 168h\n", "grace=604800000" },
	{ "grace that is none", ZONE "grace: soon\n", NULL,
	    "/etc/f:2:8: grace: must be a duration like 10m, not 'soon'\n" },
	{ "grace of a number", ZONE "grace: 10\n", NULL,
	    "/etc/f:2:8: grace: must be a duration like 10m, not '10'\n" },
	{ "too much grace", ZONE "grace: 168h1ns\n", NULL,
	    "/etc/f:2:8: grace: must be between 0s and 168h, not "
	    "'168h1ns'\n" },
	{ "union", ZONE "acrossNamespaces: union\n",
	    "union=1\n"
	    "limits=100 100 1" },
	{ "oldest", ZONE "acrossNamespaces: oldest\n", "union=0" },
	{ "neither", ZONE "acrossNamespaces: newest\n", NULL,
	    "/etc/f:2:19: acrossNamespaces: must be oldest or union, not "
	    "'newest'\n" },
	{ "switches",
	    ZONE "ingress: {tlsHosts: true}\n"
		 "services: {publishClusterIP: true}\n",
	    "tlsHosts=1\nclusterIP=1" },
	{ "more options",
	    ZONE "services: {nodePort: true}\nunknownTypes: true\n"
		 "gateway: {wildcardListeners: true, requireAccepted: true}\n"
		 "node: {addresses: external}\n",
	    "nodePort=1\nwildcards=1\naccepted=1\nexternal=1\n"
	    "unknownTypes=1" },
	{ "their defaults, spelled out",
	    ZONE "services: {nodePort: false}\nunknownTypes: false\n"
		 "gateway: {wildcardListeners: false, requireAccepted: false}\n"
		 "node: {addresses: internal}\n",
	    "nodePort=0\nwildcards=0\naccepted=0\nexternal=0\n"
	    "unknownTypes=0" },
	{ "more bad options",
	    ZONE "services: {nodePort: 1}\nunknownTypes: all\n"
		 "gateway: {wildcardListeners: '', requireAccepted: {}}\n"
		 "node: {addresses: public}\n",
	    NULL,
	    "/etc/f:2:22: services.nodePort: must be true or false, not '1'\n"
	    "/etc/f:3:15: unknownTypes: must be true or false, not 'all'\n"
	    "/etc/f:4:31: gateway.wildcardListeners: must be true or false, "
	    "not ''\n"
	    "/etc/f:4:51: gateway.requireAccepted: must be true or false, not "
	    "a mapping\n"
	    "/etc/f:5:19: node.addresses: must be internal or external, not "
	    "'public'\n" },
	{ "bad switches",
	    ZONE "ingress: {tlsHosts: yes}\n"
		 "services: {publishClusterIP: 'true'}\n",
	    NULL,
	    "/etc/f:2:21: ingress.tlsHosts: must be true or false, not "
	    "'yes'\n"
	    "/etc/f:3:31: services.publishClusterIP: must be true or false, "
	    "not 'true'\n" },

	/* Publishing. */
	{ "interval", ZONE "publish: {minInterval: 1m30s}\n",
	    "interval=90000" },
	{ "short interval", ZONE "publish: {minInterval: 500ms}\n",
	    "interval=500" },
	{ "interval auto", ZONE "publish: {minInterval: auto}\n",
	    "interval=0" },
	{ "interval as a number", ZONE "publish: {minInterval: 5}\n", NULL,
	    "/etc/f:2:24: publish.minInterval: must be auto or a duration like "
	    "500ms, not '5'\n" },
	{ "interval without a unit", ZONE "publish: {minInterval: '5'}\n", NULL,
	    "/etc/f:2:25: publish.minInterval: must be auto or a duration like "
	    "500ms, not '5'\n" },
	{ "interval 0", ZONE "publish: {minInterval: 0s}\n", NULL,
	    "/etc/f:2:24: publish.minInterval: must be auto or between 1ms and "
	    "3600s, not '0s'\n" },
	{ "long interval", ZONE "publish: {minInterval: 61m}\n", NULL,
	    "/etc/f:2:24: publish.minInterval: must be auto or between 1ms and "
	    "3600s, not '61m'\n" },

	/* The cluster. */
	{ "cluster",
	    ZONE "cluster: {kubeconfig: k/c, context: dev, pageSize: 500}\n",
	    "kubeconfig=/etc/k/c\ncontext=dev\npageSize=500" },
	{ "absolute kubeconfig", ZONE "cluster: {kubeconfig: /k}\n",
	    "kubeconfig=/k" },
	{ "bad cluster",
	    ZONE "cluster: {kubeconfig: '', context: 5, pageSize: 1000001}\n",
	    NULL,
	    "/etc/f:2:24: cluster.kubeconfig: must not be empty\n"
	    "/etc/f:2:36: cluster.context: must be a string, not '5'\n"
	    "/etc/f:2:49: cluster.pageSize: must be between 0 and 1000000, not "
	    "'1000001'\n" },

	/* NSD. */
	{ "nsd", ZONE "nsd: {directory: d, run: true, checkzone: always}\n",
	    "directory=/etc/d\nsocket=/etc/d/nsd.sock\nrun=1\ncheckzone=1" },
	{ "checkzone never", ZONE "nsd: {checkzone: never}\n", "checkzone=2" },
	{ "socket", ZONE "nsd: {socket: /run/nsd.sock}\n",
	    "socket=/run/nsd.sock\ndirectory=/var/lib/k8s-nsd" },
	{ "listen", ZONE "nsd: {listen: [192.0.2.1@53, '::1@5300']}\n",
	    "listen=192.0.2.1@53,::1@5300\nquery=192.0.2.1@53" },
	{ "any, IPv6", ZONE "nsd: {listen: ['::@53']}\n", "query=::1@53" },
	{ "query", ZONE "nsd: {query: 127.0.0.2@53}\n", "query=127.0.0.2@53" },
	{ "control socket", ZONE "control: {socket: /run/c.sock}\n",
	    "/run/c.sock=[::]:8080" },
	{ "NSD's own", ZONE "nsd: {directory: /d, files: n}\n",
	    "directory=/d\nfiles=/etc/n\nsocket=/etc/n/nsd.sock" },
	{ "control socket beside the zones", ZONE "nsd: {directory: /d}\n",
	    "/d/control.sock=[::]:8080" },
	{ "HTTP is on", ZONE, "/var/lib/k8s-nsd/control.sock=[::]:8080" },
	{ "HTTP is off", ZONE "http: {listen: []}\n",
	    "/var/lib/k8s-nsd/control.sock=" },
	{ "HTTP elsewhere",
	    ZONE "http: {listen: ['127.0.0.1:80', '[::1]:65535']}\n",
	    "/var/lib/k8s-nsd/control.sock=127.0.0.1:80,[::1]:65535" },
	{ "bad page", ZONE "http: {page: localhost}\n", NULL,
	    "/etc/f:2:14: http.page: must be ADDRESS:PORT, not 'localhost'\n" },
	{ "bad hosts of pages", ZONE "http: {pageHosts: ['a b']}\n", NULL,
	    "/etc/f:2:21: http.pageHosts[0]: bad name 'a b': a character that "
	    "host "
	    "names do not have\n" },
	{ "bad ports",
	    ZONE "http: {listen: [':80', '::1:80', '[127.0.0.1]:80',"
		 " '127.0.0.1@80', '[::1]', '[]:80', '1.2.3.4:0', 'a:1',"
		 " '[::1]80']}\n",
	    NULL,
	    "/etc/f:2:18: http.listen[0]: must be ADDRESS:PORT, not ':80'\n"
	    "/etc/f:2:25: http.listen[1]: must be ADDRESS:PORT, not "
	    "'::1:80'\n"
	    "/etc/f:2:35: http.listen[2]: must be ADDRESS:PORT, not "
	    "'[127.0.0.1]:80'\n"
	    "/etc/f:2:53: http.listen[3]: must be ADDRESS:PORT, not "
	    "'127.0.0.1@80'\n"
	    "/etc/f:2:69: http.listen[4]: must be ADDRESS:PORT, not '[::1]'\n"
	    "/etc/f:2:78: http.listen[5]: must be ADDRESS:PORT, not '[]:80'\n"
	    "/etc/f:2:87: http.listen[6]: must be ADDRESS:PORT, not "
	    "'1.2.3.4:0'\n"
	    "/etc/f:2:100: http.listen[7]: must be ADDRESS:PORT, not 'a:1'\n"
	    "/etc/f:2:107: http.listen[8]: must be ADDRESS:PORT, not "
	    "'[::1]80'\n" },
	{ "bad listen",
	    ZONE "nsd:\n  listen:\n  - 0.0.0.0\n  - 0.0.0.0:53\n  - '::@0'\n"
		 "  - 192.0.2.1@65536\n  - localhost@53\n  - 192.0.2.1@053\n"
		 "  - ''\n  - '@53'\n",
	    NULL,
	    "/etc/f:4:5: nsd.listen[0]: must be ADDRESS@PORT, not '0.0.0.0'\n"
	    "/etc/f:5:5: nsd.listen[1]: must be ADDRESS@PORT, not "
	    "'0.0.0.0:53'\n"
	    "/etc/f:6:6: nsd.listen[2]: must be ADDRESS@PORT, not '::@0'\n"
	    "/etc/f:7:5: nsd.listen[3]: must be ADDRESS@PORT, not "
	    "'192.0.2.1@65536'\n"
	    "/etc/f:8:5: nsd.listen[4]: must be ADDRESS@PORT, not "
	    "'localhost@53'\n"
	    "/etc/f:9:5: nsd.listen[5]: must be ADDRESS@PORT, not "
	    "'192.0.2.1@053'\n"
	    "/etc/f:10:6: nsd.listen[6]: must not be empty\n"
	    "/etc/f:11:6: nsd.listen[7]: must be ADDRESS@PORT, not '@53'\n" },
	{ "no listen", ZONE "nsd: {listen: []}\n", NULL,
	    "/etc/f:2:15: nsd.listen: must not be empty\n" },
	{ "bad query", ZONE "nsd: {query: localhost}\n", NULL,
	    "/etc/f:2:14: nsd.query: must be ADDRESS@PORT, not 'localhost'\n" },
	{ "bad checkzone", ZONE "nsd: {checkzone: true}\n", NULL,
	    "/etc/f:2:18: nsd.checkzone: must be changed, always or never, not "
	    "'true'\n" },
	{ "control by nsd-control", ZONE "nsd: {controlMode: exec}\n",
	    "control=1 /var/lib/k8s-nsd/nsd.conf" },
	{ "with a file of its own",
	    ZONE "nsd: {controlMode: exec, config: /etc/nsd/nsd.conf}\n",
	    "control=1 /etc/nsd/nsd.conf" },
	{ "bad control mode", ZONE "nsd: {controlMode: tls}\n", NULL,
	    "/etc/f:2:20: nsd.controlMode: must be socket or exec, not "
	    "'tls'\n" },
	{ "a file for nobody", ZONE "nsd: {config: /etc/nsd/nsd.conf}\n", NULL,
	    "/etc/f:2:15: nsd.config: is only read with nsd.controlMode: "
	    "exec\n" },
	{ "longest socket",
	    ZONE "nsd: {socket: "
		 "/aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"
		 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee}\n",
	    "run=0" },
	{ "socket too long",
	    ZONE "nsd: {socket: "
		 "/aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"
		 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeee}\n",
	    NULL,
	    "/etc/f:2:15: nsd.socket: "
	    "'/aaaaaaaaabbbbbbbbbbccccccccccddddddddddee"
	    "eeeeeeeeffffffffffaaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeee"
	    "' is too long for a socket\n" },
	{ "templates", ZONE "templates: /nonexistent\n", NULL,
	    "/etc/f:2:12: templates: cannot read '/nonexistent': No such file "
	    "or directory\n" },
	{ "log", ZONE "log: {level: debug, format: json}\n", "log=3 1" },
	{ "log errors", ZONE "log: {level: error}\n", "log=0 0" },
	{ "bad format", ZONE "log: {format: xml}\n", NULL,
	    "/etc/f:2:15: log.format: must be text or json, not 'xml'\n" },
};

static void has_defaults(void **state)
{
	static const char want[] =
	    "name=e.x\nttl=60\nmaxTTL=604800\nns=ns.o\nlint off=\n"
	    "soa=ns.o h.e.x 900 300 1209600 60 3600\n"
	    "serial=0\nfloor=0\nserviceNames=1\n"
	    "guard=0 10 30 4294967295 4294967295\nsecondaries=\n"
	    "limits=100 100 0\nheader=; k8s-nsd zone "
	    "e.x\nallowQuery=all\n" DEFAULT_KINDS
	    "\nunion=0\nnamespaces=\nclasses=\n"
	    "gatewayClasses=\ngateways=\n"
	    "annotations=hostname,target,ttl,controller,"
	    "ingress-hostname-source,gateway-hostname-source\n"
	    "prefixes=external-dns.alpha.kubernetes.io/,"
	    "external-dns.kubernetes.io/,coredns.io/\ntlsHosts=0\nclusterIP=0\n"
	    "nodePort=0\nwildcards=0\naccepted=0\nexternal=0\n"
	    "unknownTypes=0\ninterval=0\ngrace=600000\n"
	    "kubeconfig=none\ncontext=none\npageSize=0\n"
	    "directory=/var/lib/k8s-nsd\nsocket=/var/lib/k8s-nsd/nsd.sock\n"
	    "control=0 none\nlisten=0.0.0.0@5353,::0@5353\n"
	    "query=127.0.0.1@5353\nrun=0\ncheckzone=0\nfiles=/var/lib/k8s-nsd\n"
	    "templates=none\nlog=2 0\ncluster=none\ngit=0 /var/lib/k8s-nsd/git "
	    "main '' k8s-nsd <k8s-nsd@localhost>\nsigned=none\nremote=0 none "
	    "none none "
	    "none\n"
	    "/var/lib/k8s-nsd/control.sock=[::]:8080\n";
	struct config_errors errors = { 0 };
	struct buf print = BUF_INIT(20000);
	struct config *config =
	    config_parse("f", ZONE, sizeof(ZONE) - 1, &errors);

	(void)state;
	assert_non_null(config);
	assert_string_equal(config->file, "f");
	assert_int_equal(errors.count, 0);
	print_config(config, &print);
	assert_string_equal(buf_text(&print), want);
	buf_clear(&print);
	config_free(config);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(has_defaults));
}
