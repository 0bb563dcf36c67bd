package io.mnemesh.launcher.demo;

import java.io.PrintStream;

/** A bar on one line that fills as work is done. */
final class ProgressBar {

    private static final int WIDTH = 40;

    private final PrintStream out;
    private final String title;
    private final int total;
    private int done;

    ProgressBar(PrintStream out, String title, int total) {
        this.out = out;
        this.title = title;
        this.total = total;
    }

    void step() {
        done++;
        int filled = WIDTH * done / total;
        out.print("\r" + title + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total);
        if (done == total) {
            out.println();
        }
        out.flush();
    }
}
