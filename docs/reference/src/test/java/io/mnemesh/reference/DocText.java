package io.mnemesh.reference;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import io.smallrye.config.common.utils.StringUtil;
import java.util.List;

/** Turns documentation comments into Markdown for a cell of a table. */
final class DocText {

    private DocText() {}

    /** @param prefix of the keys that links to methods stand for */
    static String markdown(List<? extends DocTree> body, String prefix) {
        var text = new StringBuilder();
        for (DocTree part : body) {
            switch (part) {
                case TextTree plain -> text.append(plain.getBody());
                case LiteralTree code ->
                    text.append('`').append(code.getBody().getBody()).append('`');
                case LinkTree link -> text.append('`').append(key(link, prefix)).append('`');
                case EntityTree entity ->
                    text.append('&').append(entity.getName()).append(';');
                default ->
                    throw new IllegalStateException(prefix + " is documented with " + part + ", which no table shows.");
            }
        }
        return text.toString().replaceAll("\\s+", " ").replace("|", "\\|").strip();
    }

    private static String key(LinkTree link, String prefix) {
        String method = link.getReference().getSignature().replaceAll("[#()]", "");
        return prefix + "." + StringUtil.skewer(method);
    }
}
