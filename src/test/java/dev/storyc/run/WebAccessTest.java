package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.CreateAnswer;
import dev.storyc.job.CreateAnswer.NotSent;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAccessTest {
    private static final URI API = URI.create("https://api.storyc.test");
    private static final ApiKey KEY = new ApiKey("ak-0123456789abcdef");
    private static final Payload PAYLOAD = TestClips.clip("v", "x", 1, "Rain.").payload();

    @TempDir
    Path folder;

    @Test
    void aProxyThatTurnsUsAwayHasSentNothing() throws IOException {
        try (SmallProxy proxy = new SmallProxy(1, "Basic of somebody else")) {
            CreateAnswer answer = create(Map.of("HTTPS_PROXY", "http://me:wrong-password@127.0.0.1:" + proxy.port()));
            assertThat(answer).isInstanceOf(NotSent.class);
            assertThat(((NotSent) answer).words()).doesNotContain("wrong-password");
            assertThat(proxy.heads())
                    .isNotEmpty()
                    .allMatch(head -> head.startsWith("CONNECT api.storyc.test:443"))
                    .noneMatch(head -> head.contains(KEY.value()));
        }
    }

    @Test
    void aProxyThatIsNotThereHasSentNothing() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(create(Map.of("HTTPS_PROXY", "127.0.0.1:" + free))).isInstanceOf(NotSent.class);
        assertThat(create(Map.of("HTTPS_PROXY", "socks5://127.0.0.1:" + free))).isInstanceOf(NotSent.class);
    }

    @Test
    void whatNoProxyNamesIsReachedStraight() throws IOException {
        try (SmallProxy proxy = new SmallProxy(1, null)) {
            CreateAnswer answer = create(
                    Map.of("https_proxy", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "localhost, .storyc.test"));
            assertThat(answer).isEqualTo(new NotSent("the host api.storyc.test is not known"));
            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void anAuthorityNobodyKnowsIsNotTrustedAndNothingIsSent() throws Exception {
        MadeUpAuthority authority = new MadeUpAuthority(folder, "dns:api.storyc.test");
        MadeUpAuthority other = new MadeUpAuthority(folder.resolve("other"), "dns:api.storyc.test");
        try (RawServer server =
                        RawServer.over(authority.server(), RawServer.response(200, "{\"data\":{\"job_id\":\"j\"}}"));
                SmallProxy proxy = new SmallProxy(server.url().getPort(), null)) {
            String through = "http://127.0.0.1:" + proxy.port();
            for (Map<String, String> without : List.of(
                    Map.of("HTTPS_PROXY", through),
                    Map.of("HTTPS_PROXY", through, "STORYC_CA_FILE", other.pem().toString()))) {
                CreateAnswer answer = create(without);
                assertThat(answer).isInstanceOf(NotSent.class);
                assertThat(((NotSent) answer).words()).startsWith("api.storyc.test can't be trusted");
            }
            assertThat(server.requests()).isEmpty();
            assertThat(create(Map.of(
                            "HTTPS_PROXY",
                            through,
                            "STORYC_CA_FILE",
                            authority.pem().toString())))
                    .isInstanceOf(CreateAnswer.Accepted.class);
        }
    }

    @Test
    void javasOwnAuthoritiesStayBelieved() throws Exception {
        MadeUpAuthority authority = new MadeUpAuthority(folder, "dns:api.storyc.test");
        Path two = folder.resolve("two.pem");
        Files.writeString(two, Files.readString(authority.pem()) + "\n# again\n" + Files.readString(authority.pem()));
        for (Path pem : List.of(authority.pem(), two)) {
            assertThat(Authorities.with(pem).getAcceptedIssuers())
                    .hasSizeGreaterThan(20)
                    .anyMatch(one -> one.getSubjectX500Principal().getName().equals("CN=Made-up CA"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                   | api.example.com  | 443  | true",
                "example.com         | example.com      | 443  | true",
                "example.com         | api.example.com  | 443  | true",
                "example.com         | badexample.com   | 443  | false",
                ".example.com        | api.example.com  | 443  | true",
                "*.example.com       | api.example.com  | 443  | true",
                "*.example.com       | example.com      | 443  | true",
                "API.Example.com     | api.example.com  | 443  | true",
                "example.com:8443    | example.com      | 8443 | true",
                "example.com:8443    | example.com      | 443  | false",
                "10.0.0.0/8          | 10.1.2.3         | 443  | true",
                "10.0.0.0/8          | 11.1.2.3         | 443  | false",
                "10.0.0.0/8          | ten.example      | 443  | false",
                "fd00::/8            | [fd12::1]        | 443  | true",
                "[fd12::1]:443       | [fd12::1]        | 443  | true",
                "fd12::1             | [fd12::1]        | 443  | true",
                "192.0.2.7           | 192.0.2.7        | 443  | true",
                "a.example b.example | b.example        | 443  | true",
                "''                  | b.example        | 443  | false",
            })
    void namesWithoutProxyAreReadAsEverywhere(String list, String host, int port, boolean covered) {
        assertThat(new NoProxy(list).covers(host, port)).isEqualTo(covered);
    }

    @Test
    void eachSchemeHasItsProxyAndLowerCaseWins() {
        ProxyRules rules = ProxyRules.of(Map.of(
                "https_proxy", "lower.example", "HTTPS_PROXY", "upper.example:1", "HTTP_PROXY", "socks5://s.example"));
        assertThat(rules.select(API).get(0).toString()).contains("lower.example", ":80");
        Proxy plain = rules.select(URI.create("http://films.example/a.mp4")).get(0);
        assertThat(plain.type()).isEqualTo(Proxy.Type.SOCKS);
        assertThat(plain.toString()).contains("s.example", ":1080");
        for (String here : new String[] {"http://127.0.0.1:8080", "https://localhost", "https://[::1]:5"}) {
            assertThat(rules.select(URI.create(here))).containsExactly(Proxy.NO_PROXY);
        }
    }

    @Test
    void whatCannotBeFollowedIsToldWithoutItsPassword() {
        for (String value : new String[] {
            "https://me:pass-word@p.example",
            "socks5://me:pass-word@p.example",
            "http://me:pass-word@",
            "ftp://me:pass-word@x"
        }) {
            assertThatThrownBy(() -> new WebAccess(Map.of("HTTPS_PROXY", value), folder).ready())
                    .isInstanceOf(WebAccess.WebAccessException.class)
                    .hasMessageContaining("HTTPS_PROXY")
                    .message()
                    .doesNotContain("pass-word");
        }
    }

    private CreateAnswer create(Map<String, String> environment) {
        try (WebAccess web = new WebAccess(environment, folder)) {
            return new ShortApi(API, KEY, Duration.ofSeconds(10), null, web).create(PAYLOAD, null);
        }
    }
}
