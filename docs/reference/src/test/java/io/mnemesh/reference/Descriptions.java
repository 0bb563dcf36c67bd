package io.mnemesh.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is said by hand about keys that are not declared in an interface of ours, sorted by key. */
final class Descriptions {

    private Descriptions() {}

    /** The environment variables that services read. */
    static SortedMap<String, String> variables() {
        return read("variables.properties");
    }

    /** The environment variables of the command, the embedded servers and the tests. */
    static SortedMap<String, String> tools() {
        return read("tools.properties");
    }

    /** The platform's settings. */
    static SortedMap<String, String> platform() {
        return read("platform.properties");
    }

    private static SortedMap<String, String> read(String name) {
        try (InputStream in = Descriptions.class.getResourceAsStream(name)) {
            var properties = new Properties();
            properties.load(in);
            var sorted = new TreeMap<String, String>();
            properties.stringPropertyNames().forEach(key -> sorted.put(key, properties.getProperty(key)));
            return sorted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
