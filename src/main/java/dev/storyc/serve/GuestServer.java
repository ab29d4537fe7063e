package dev.storyc.serve;

import com.sun.net.httpserver.HttpServer;

/** The JDK's server as a guest of a process: it keeps no process alive, and no caller keeps it. */
final class GuestServer {
    private static final String REQUEST = "sun.net.httpserver.maxReqTime";

    private GuestServer() {}

    /**
     * Cuts off callers that never finish asking, unless somebody has said otherwise. The JDK reads this once, when its
     * classes are first used, and for all servers of the process: so what is told to callers isn't bounded here, for the
     * page of a build tells for as long as the build runs.
     */
    static void limit() {
        if (System.getProperty(REQUEST) == null) {
            System.setProperty(REQUEST, "10");
        }
    }

    /** Starts it and returns when it runs: one that is closed before would complain. */
    static void start(HttpServer server, String name) {
        // The server's own thread is a daemon where the one that starts it is.
        Thread starter = daemon(server::start, name);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
