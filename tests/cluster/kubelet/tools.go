// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package kubelet names the program that build.sh makes, so that go.mod and
// go.sum cover what it needs.
package kubelet

import _ "k8s.io/kubernetes/cmd/kubelet"
