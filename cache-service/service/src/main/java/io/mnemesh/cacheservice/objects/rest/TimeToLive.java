package io.mnemesh.cacheservice.objects.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long an object is to be kept: the {@code ttl} parameter, else {@code Cache-Control: max-age}. */
final class TimeToLive {

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[\\s,])max-age=\"?(\\d{1,18})\"?(?:$|[\\s,])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private TimeToLive() {}

    /**
     * @return null if the client does not say
     * @throws ProblemException {@code invalid-value} if the parameter is not a whole number of seconds
     */
    static @Nullable Duration of(@Nullable String ttl, @Nullable String cacheControl) {
        if (ttl != null) {
            if (!SECONDS.matcher(ttl).matches()) {
                throw ProblemException.invalid("ttl", "A ttl is a whole number of seconds.");
            }
            return Duration.ofSeconds(Long.parseLong(ttl));
        }
        if (cacheControl != null) {
            Matcher maxAge = MAX_AGE.matcher(cacheControl);
            if (maxAge.find()) {
                return Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
            }
        }
        return null;
    }
}
