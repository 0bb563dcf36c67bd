package io.mnemesh.intelligence.plugin;

import java.util.regex.Pattern;

/** Names of plug-ins and of what they advise. */
final class PluginName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private PluginName() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
