package io.mnemesh.mesh.stream;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a stream.
 *
 * @param id     {@code ms-seq}
 * @param fields by name; empty if the entry was deleted while it was pending
 */
record StreamEntry(String id, Map<String, String> fields) {

    /** Entries of an answer of the form {@code [[id, [field, value, …]], …]}. */
    static List<StreamEntry> list(@Nullable Response entries) {
        if (entries == null) {
            return List.of();
        }
        var list = new ArrayList<StreamEntry>(entries.size());
        for (Response entry : entries) {
            if (entry != null) {
                list.add(of(entry));
            }
        }
        return list;
    }

    private static StreamEntry of(Response entry) {
        var fields = new LinkedHashMap<String, String>();
        Response flat = entry.get(1);
        if (flat != null) {
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
            }
        }
        return new StreamEntry(entry.get(0).toString(), fields);
    }
}
