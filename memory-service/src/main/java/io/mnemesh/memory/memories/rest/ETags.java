package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.Expected;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.HashSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Entity tags of memories: the version in quotes. */
final class ETags {

    static final String ETAG = "ETag";
    static final String IF_MATCH = "If-Match";

    private static final Pattern LIST = Pattern.compile("\\s*\"[^\"]*\"(?:\\s*,\\s*\"[^\"]*\")*\\s*");
    private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");

    /** A version no memory has: a tag that is none of ours matches nothing. */
    private static final int NO_VERSION = 0;

    private ETags() {}

    static String of(Memory memory) {
        return '"' + Integer.toString(memory.version()) + '"';
    }

    /** The memory with its tag. */
    static RestResponse<Memory> answer(Memory memory) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.OK, memory)
                .header(ETAG, of(memory))
                .build();
    }

    /** What {@code If-Match} asks for; anything if it is absent or {@code *}. */
    static Expected expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Expected.ANY;
        }
        if (!LIST.matcher(ifMatch).matches()) {
            throw ProblemException.invalid(
                    IF_MATCH, "'If-Match' must be an ETag such as \"3\", several of them, or *.");
        }
        var versions = new HashSet<Integer>();
        Matcher tag = TAG.matcher(ifMatch);
        while (tag.find()) {
            String version = tag.group(1);
            versions.add(VERSION.matcher(version).matches() ? Integer.parseInt(version) : NO_VERSION);
        }
        return new Expected(versions);
    }
}
