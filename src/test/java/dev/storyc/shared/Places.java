package dev.storyc.shared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What tests of shared places have in common. */
final class Places {
    static final SharedRealm USUAL = new SharedRealm("api.shortapi.ai", "api.shortapi.ai", true);
    static final SharedRealm OTHER = new SharedRealm("api.other.example:8443", "api.other.example_8443", false);
    static final String NAME = "cas/" + "0b".repeat(32);

    private Places() {}

    static SharedPlace open(String address, Map<String, String> environment, SharedRealm realm) {
        SharedWish wish = SharedWish.ofEnvironment("STORYC_SHARED_STORE", address);
        SharedAddress read = new SharedAddressReader(environment, Path.of("/nowhere"), Path.of("/nowhere")).read(wish);
        return SharedPlaces.open(read, realm, SharedWeb.direct());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
