package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority nobody knows, and a server's certificate by it, made with the JDK's own tool. */
public final class MadeUpAuthority {
    private static final String PASSWORD = "made-up";

    private final Path folder;
    private final Path keys;

    /** @param names the server's, such as {@code dns:api.example} */
    public MadeUpAuthority(Path folder, String... names) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.keys = folder.resolve("keys.p12");
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Made-up CA", "-ext", "bc:c=ca:true");
        List<String> server = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-dname", "CN=Server"));
        Collections.addAll(server, "-signer", "ca", "-ext", "san=" + String.join(",", names));
        keytool(server.toArray(String[]::new));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", pem().toString());
    }

    /** The authority's certificate. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    public SSLContext server() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        // The server shows its own certificate and not the authority's, whose key it could use as well.
        store.deleteEntry("ca");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, arguments);
        Collections.addAll(command, "-keystore", keys.toString(), "-storepass", PASSWORD);
        if (arguments[0].equals("-genkeypair")) {
            Collections.addAll(command, "-keyalg", "EC", "-validity", "2");
        }
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as(said).isZero();
    }
}
