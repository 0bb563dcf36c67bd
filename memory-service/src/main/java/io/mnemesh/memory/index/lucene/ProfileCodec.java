package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.ranking.Claim;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.memory.index.ranking.TextForm;
import io.mnemesh.memory.index.ranking.TimeSpan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link Profile}. */
final class ProfileCodec {

    private ProfileCodec() {}

    static BytesRef encode(Profile profile) {
        var bytes = new ByteArrayOutputStream(96);
        try (var out = new DataOutputStream(bytes)) {
            write(out, profile.conversation());
            write(out, profile.session());
            write(out, profile.speaker());
            out.writeLong(Fields.micros(profile.happenedAt()));
            out.writeDouble(profile.importance());
            TextForm form = profile.form();
            out.writeInt(form.words());
            out.writeDouble(form.questionShare());
            out.writeBoolean(form.endsAsQuestion());
            out.writeBoolean(form.tellsTime());
            out.writeByte(profile.told().size());
            for (TimeSpan span : profile.told()) {
                out.writeLong(Fields.micros(span.from()));
                out.writeLong(Fields.micros(span.to()));
                out.writeBoolean(span.yearly());
            }
            Claim claim = profile.claim();
            write(out, claim == null ? null : claim.subject());
            if (claim != null) {
                out.writeUTF(claim.attribute());
                out.writeUTF(claim.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BytesRef(bytes.toByteArray());
    }

    static Profile decode(BytesRef bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
            return new Profile(
                    read(in),
                    read(in),
                    read(in),
                    Fields.time(in.readLong()),
                    in.readDouble(),
                    new TextForm(in.readInt(), in.readDouble(), in.readBoolean(), in.readBoolean()),
                    spans(in),
                    claim(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Claim claim(DataInputStream in) throws IOException {
        String subject = read(in);
        return subject == null ? null : new Claim(subject, in.readUTF(), in.readUTF());
    }

    private static List<TimeSpan> spans(DataInputStream in) throws IOException {
        int count = in.readByte();
        var spans = new ArrayList<TimeSpan>(count);
        for (int i = 0; i < count; i++) {
            spans.add(new TimeSpan(Fields.time(in.readLong()), Fields.time(in.readLong()), in.readBoolean()));
        }
        return spans;
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
