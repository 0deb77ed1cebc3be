// SPDX-License-Identifier: GPL-3.0-or-later
// Java's HttpClient: SMALL LARGE UPLOAD BODY CA
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class AskWithHttpClient {
    public static void main(String[] words) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (FileInputStream file = new FileInputStream(words[4])) {
            trusted.setCertificateEntry("zoo", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest[] requests = {
            HttpRequest.newBuilder(URI.create(words[0])).build(),
            HttpRequest.newBuilder(URI.create(words[1])).build(),
            HttpRequest.newBuilder(URI.create(words[2])).POST(HttpRequest.BodyPublishers.ofFile(Path.of(words[3]))).build(),
        };
        for (HttpRequest request : requests)
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
