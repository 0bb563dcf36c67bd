package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of Ruby: {@code from app/x.rb:7:in 'Order#store'}, told as {@code x.rb:store}. */
final class RubyFrames {

    private static final List<String> FOREIGN = List.of("/gems/", "/lib/ruby/", "<internal:");

    private RubyFrames() {}

    static @Nullable Frame read(String line, String next) {
        int in = line.indexOf(":in ");
        if (in <= 0 || in + 5 >= line.length() || "'`".indexOf(line.charAt(in + 4)) < 0) {
            return null;
        }
        String place = line.substring(line.startsWith("from ") ? 5 : 0, in);
        int number = place.lastIndexOf(':');
        int close = line.indexOf('\'', in + 5);
        if (number <= 0 || close < 0 || place.indexOf(' ') >= 0) {
            return null;
        }
        String name = line.substring(in + 5, close);
        name = name.startsWith("block ") ? name.substring(name.lastIndexOf(' ') + 1) : name;
        name = name.substring(Math.max(name.lastIndexOf('#'), name.lastIndexOf('.')) + 1);
        String whole = Paths.file(place) + ":" + name;
        return FOREIGN.stream().anyMatch(place::contains) ? Frame.foreign(whole) : Frame.own(whole);
    }

    /** The title in {@code app/x.rb:7:in 'store': message (Type)} as {@code Type: message}, or null. */
    static @Nullable String title(String line) {
        int quote = line.indexOf("': ", Math.max(line.indexOf(":in "), 0));
        int open = line.lastIndexOf(" (");
        if (quote < 0 || open < quote + 2 || !line.endsWith(")")) {
            return null;
        }
        return line.substring(open + 2, line.length() - 1) + ": "
                + line.substring(quote + 3, Math.max(open, quote + 3));
    }
}
