package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.fleet.FleetQueue;
import dev.storyc.fleet.QueuedBuild;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What commands about a fleet have in common. */
final class Fleets {
    private Fleets() {}

    /** The fleet's queue. */
    static FleetQueue queue(Vault vault) {
        return FleetQueue.open(vault.fleet().orElseThrow(Fleets::none));
    }

    static UserError none() {
        return new UserError(
                Exit.USAGE,
                "this workspace has no fleet: set `fleet: postgresql://USER@HOST/DATABASE` in storyc.yaml, or "
                        + FleetAddress.VARIABLE);
    }

    /** The build whose id begins like this. */
    static QueuedBuild find(FleetQueue queue, String beginning) {
        String wanted = beginning.strip();
        if (!wanted.matches("[a-z0-9]{3,8}")) {
            throw new UserError(
                    Exit.USAGE, "ID is a build's first letters, three at least, as `storyc builds` shows them");
        }
        List<QueuedBuild> found = queue.builds(wanted);
        if (found.size() > 1) {
            throw new UserError(Exit.USAGE, "several builds begin with " + wanted + ": give more letters");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new UserError(
                        Exit.USAGE, "no build of this fleet begins with " + wanted + "; `storyc builds` lists them"));
    }

    /** Who sits here, for others to know: {@code ada@desk}. */
    static String who() {
        return System.getProperty("user.name", "somebody") + "@" + host();
    }

    /** This machine's name, for people. */
    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
