package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a long-running command tells monitors how it fares. */
final class ListenOption {
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description =
                    "Answer /health and /metrics here; else on this machine alone, at a port that is free and told.")
    private String listen = "127.0.0.1:0";

    /** The address, not looked up further than Java does. */
    InetSocketAddress place() {
        Matcher place = PLACE.matcher(listen.strip());
        int port = place.matches() ? Integer.parseInt(place.group(3)) : -1;
        if (port < 0 || port > 65_535) {
            throw new UserError(
                    Exit.USAGE,
                    "--listen takes HOST:PORT, such as 127.0.0.1:9464, or 0.0.0.0:9464 for whoever can reach this machine,"
                            + " and not " + listen);
        }
        return new InetSocketAddress(place.group(1) == null ? place.group(2) : place.group(1), port);
    }
}
