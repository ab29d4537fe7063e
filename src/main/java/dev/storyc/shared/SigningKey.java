package dev.storyc.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private Ed25519 key, which signs records; it prints as its public half. */
public final class SigningKey {
    /** Names the file that holds the key. */
    public static final String FILE = "STORYC_SIGNING_KEY_FILE";

    private static final int MOST_BYTES = 10_000;
    private static final Pattern PUBLIC = Pattern.compile("(?m)^public (ed25519:\\S+)$");
    private static final Pattern PRIVATE =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final PrivateKey key;
    private final VerifyKey open;

    private SigningKey(PrivateKey key, VerifyKey open) {
        this.key = key;
        this.open = open;
    }

    /** A new one. */
    public static SigningKey make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /**
     * The key in a file that {@link #write} wrote.
     *
     * @throws IllegalArgumentException with words that hold nothing of the file, if it holds no key
     */
    public static SigningKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " is no file of a key");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Matcher open = PUBLIC.matcher(text);
        Matcher secret = PRIVATE.matcher(text);
        if (!open.find() || !secret.find()) {
            throw new IllegalArgumentException(file + " holds no key as `storyc store keygen` writes them");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(secret.group(1));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            SigningKey read = new SigningKey(key, VerifyKey.of(open.group(1)));
            byte[] tried = "tried".getBytes(StandardCharsets.US_ASCII);
            if (read.open.verifies(tried, read.sign(tried))) {
                return read;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds a damaged key", e);
        }
        throw new IllegalArgumentException(file + " holds a private key and the public half of another");
    }

    /**
     * Writes it into a new file that only its owner reads.
     *
     * @throws FileAlreadyExistsException if there is one: a key that is gone is gone for good
     */
    public void write(Path file) throws IOException {
        String text = "A key that signs records of storyc: keep it secret. Its public half, for trusted_keys:\npublic "
                + line() + "\n-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        FileAttribute<?>[] owner =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)
                .close();
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /** The public half, as {@code trusted_keys} lists it. */
    public String line() {
        return open.line();
    }

    /** By what a signature names it. */
    public String id() {
        return open.id();
    }

    byte[] sign(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    @Override
    public String toString() {
        return line();
    }
}
