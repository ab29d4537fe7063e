package dev.storyc.run;

import dev.storyc.run.WebAccess.WebAccessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificate authorities: Java's own, and those of one more file, such as that of a company's proxy. */
final class Authorities {
    private static final int MOST_BYTES = 4 << 20;

    private Authorities() {}

    /** Believes Java's authorities and those in a file of PEM certificates. */
    static X509TrustManager with(Path pem) {
        Collection<? extends Certificate> more = read(pem);
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int n = 0;
            for (X509Certificate one : manager(null).getAcceptedIssuers()) {
                all.setCertificateEntry("own-" + n++, one);
            }
            for (Certificate one : more) {
                all.setCertificateEntry("more-" + n++, one);
            }
            return manager(all);
        } catch (GeneralSecurityException | IOException e) {
            throw wrong(pem, "can't be used: " + e.getMessage());
        }
    }

    static SSLSocketFactory sockets(X509TrustManager authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {authorities}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** @param authorities null for Java's own */
    private static X509TrustManager manager(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this Java has no X.509");
    }

    private static Collection<? extends Certificate> read(Path pem) {
        try {
            if (Files.exists(pem) && !Files.isRegularFile(pem)) {
                throw wrong(pem, "is no file");
            }
            if (Files.size(pem) > MOST_BYTES) {
                throw wrong(pem, "is larger than 4 MiB");
            }
            try (InputStream in = Files.newInputStream(pem)) {
                Collection<? extends Certificate> found =
                        CertificateFactory.getInstance("X.509").generateCertificates(in);
                if (found.isEmpty()) {
                    throw wrong(pem, "holds no certificate");
                }
                return found;
            }
        } catch (NoSuchFileException e) {
            throw wrong(pem, "is not there");
        } catch (CertificateException e) {
            throw wrong(pem, "holds no PEM certificates: " + e.getMessage());
        } catch (IOException e) {
            throw wrong(pem, "can't be read: " + e.getMessage());
        }
    }

    private static WebAccessException wrong(Path pem, String what) {
        return new WebAccessException(WebAccess.CA_FILE + " names " + pem + ", which " + what);
    }
}
