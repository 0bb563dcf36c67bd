package io.mnemesh.launcher.demo;

import java.io.PrintStream;

/** A bar that fills as work is done: redrawn in place on a terminal, one line for each quarter anywhere else. */
final class ProgressBar {

    private static final int WIDTH = 40;
    private static final int QUARTERS = 4;

    private final PrintStream out;
    private final boolean terminal;
    private final String title;
    private final int total;
    private int done;

    ProgressBar(PrintStream out, boolean terminal, String title, int total) {
        this.out = out;
        this.terminal = terminal;
        this.title = title;
        this.total = total;
    }

    void step() {
        done++;
        if (terminal) {
            out.print("\r" + bar() + (done == total ? System.lineSeparator() : ""));
        } else if (QUARTERS * done / total > QUARTERS * (done - 1) / total) {
            out.println(bar());
        }
        out.flush();
    }

    private String bar() {
        int filled = WIDTH * done / total;
        return title + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total;
    }
}
