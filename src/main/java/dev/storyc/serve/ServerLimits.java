package dev.storyc.serve;

/** How long the JDK's server lets a caller take. It reads this once, when its classes are first used. */
final class ServerLimits {
    private ServerLimits() {}

    /** Cuts off callers that never finish, unless somebody has said otherwise. */
    static void set() {
        for (String limit : new String[] {"maxReqTime", "maxRspTime"}) {
            if (System.getProperty("sun.net.httpserver." + limit) == null) {
                System.setProperty("sun.net.httpserver." + limit, "10");
            }
        }
    }
}
