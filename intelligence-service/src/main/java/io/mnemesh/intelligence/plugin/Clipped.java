package io.mnemesh.intelligence.plugin;

/** Texts of plug-ins, no longer than they may be. */
final class Clipped {

    private static final int LONGEST = 500;

    private Clipped() {}

    static String text(String text) {
        return text(text, LONGEST);
    }

    static String text(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
