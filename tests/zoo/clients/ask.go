// SPDX-License-Identifier: GPL-3.0-or-later
// Go's net/http: SMALL LARGE UPLOAD BODY CA
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	authority, err := os.ReadFile(os.Args[5])
	if err != nil {
		log.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	body, err := os.ReadFile(os.Args[4])
	if err != nil {
		log.Fatal(err)
	}
	for i, method := range []string{"GET", "GET", "POST"} {
		var data io.Reader
		if method == "POST" {
			data = bytes.NewReader(body)
		}
		request, err := http.NewRequest(method, os.Args[i+1], data)
		if err != nil {
			log.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			log.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
}
