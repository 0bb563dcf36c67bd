package io.mnemesh.launcher.doctor;

/**
 * One thing that was checked.
 *
 * @param good   whether it is as it should be
 * @param text   what was found
 * @param remedy what to do if it is not good; empty otherwise
 */
public record Finding(boolean good, String text, String remedy) {

    static Finding good(String text) {
        return new Finding(true, text, "");
    }

    static Finding wrong(String text, String remedy) {
        return new Finding(false, text, remedy);
    }
}
