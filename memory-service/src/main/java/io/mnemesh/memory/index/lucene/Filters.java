package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** A memory filter as a Lucene query; the tenant is always part of it. */
final class Filters {

    private Filters() {}

    static Query of(TenantId tenant, MemoryFilter filter) {
        var all = new BooleanQuery.Builder();
        all.add(term(Fields.TENANT, tenant.value()), Occur.FILTER);
        if (!filter.types().isEmpty()) {
            var types = filter.types().stream()
                    .map(MemoryType::name)
                    .map(BytesRef::new)
                    .toList();
            all.add(new TermInSetQuery(Fields.TYPE, types), Occur.FILTER);
        }
        filter.context().forEach((key, value) -> all.add(term(Fields.context(key), value), Occur.FILTER));
        filter.tags().forEach(tag -> all.add(term(Fields.TAG, tag), Occur.FILTER));
        filter.attributes()
                .forEach((key, value) -> all.add(term(Fields.ATTRIBUTE, Fields.attribute(key, value)), Occur.FILTER));
        Instant from = filter.from();
        Instant to = filter.to();
        if (from != null || to != null) {
            all.add(
                    LongField.newRangeQuery(
                            Fields.HAPPENED_AT,
                            from == null ? Long.MIN_VALUE : Fields.micros(from),
                            to == null ? Long.MAX_VALUE : Fields.micros(to) - 1),
                    Occur.FILTER);
        }
        return all.build();
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }
}
