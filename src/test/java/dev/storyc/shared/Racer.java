package dev.storyc.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One of several processes that write under the same names at once: {@code ADDRESS NUMBER ROUNDS THREADS}. It begins when its
 * standard input ends, and says a line {@code won NAME} for each name it won.
 */
final class Racer {
    private Racer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        int rounds = Integer.parseInt(args[2]);
        int threads = Integer.parseInt(args[3]);
        try (SharedPlace place = Places.open(args[0], environment, Places.USUAL)) {
            place.size(name(0));
            System.out.println("ready");
            System.in.readAllBytes();
            for (int round = 0; round < rounds; round++) {
                String name = name(round);
                Thread[] all = new Thread[threads];
                for (int n = 0; n < threads; n++) {
                    String mine = "process " + args[1] + " thread " + n + " round " + round + "\n";
                    all[n] = new Thread(() -> race(place, name, mine));
                }
                for (Thread one : all) {
                    one.start();
                }
                for (Thread one : all) {
                    one.join();
                }
            }
        } catch (SharedPlaceException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    static String name(int round) {
        return "jobs/" + "0c".repeat(32) + "/" + String.format("%04d", round) + "/intent";
    }

    private static void race(SharedPlace place, String name, String mine) {
        boolean won = place.putNew(name, mine.getBytes(StandardCharsets.UTF_8));
        String found = place.read(name, 1000)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("nothing");
        if (won != found.equals(mine)) {
            System.out.println("lie " + name + " won=" + won + " found " + found.strip());
        }
        if (won) {
            System.out.println("won " + name);
        }
    }
}
