package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A memory filter as a Lucene query; the tenant is always part of it. */
final class Filters {

    private Filters() {}

    static Query of(TenantId tenant, MemoryFilter filter) {
        var all = new BooleanQuery.Builder();
        all.add(term(Fields.TENANT, tenant.value()), Occur.FILTER);
        add(all, filter);
        return all.build();
    }

    private static void add(BooleanQuery.Builder all, MemoryFilter filter) {
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
        addRange(all, Fields.HAPPENED_AT, filter.from(), filter.to());
        addRange(all, Fields.CREATED_AT, filter.storedFrom(), filter.storedTo());
        filter.and().forEach(each -> all.add(nested(each), Occur.FILTER));
        if (!filter.or().isEmpty()) {
            var any = new BooleanQuery.Builder();
            filter.or().forEach(each -> any.add(nested(each), Occur.SHOULD));
            all.add(any.build(), Occur.FILTER);
        }
        filter.not().forEach(each -> all.add(nested(each), Occur.MUST_NOT));
    }

    private static Query nested(MemoryFilter filter) {
        var all = new BooleanQuery.Builder();
        all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        add(all, filter);
        return all.build();
    }

    private static void addRange(BooleanQuery.Builder all, String field, @Nullable Instant from, @Nullable Instant to) {
        if (from != null || to != null) {
            all.add(
                    LongField.newRangeQuery(
                            field,
                            from == null ? Long.MIN_VALUE : Micros.of(from),
                            to == null ? Long.MAX_VALUE : Micros.of(to) - 1),
                    Occur.FILTER);
        }
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }
}
