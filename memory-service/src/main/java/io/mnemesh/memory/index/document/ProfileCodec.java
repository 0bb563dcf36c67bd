package io.mnemesh.memory.index.document;

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
public final class ProfileCodec {

    private ProfileCodec() {}

    public static BytesRef encode(Profile profile) {
        var bytes = new ByteArrayOutputStream(96);
        try (var out = new DataOutputStream(bytes)) {
            write(out, profile.conversation());
            write(out, profile.session());
            write(out, profile.speaker());
            out.writeLong(Micros.of(profile.happenedAt()));
            out.writeDouble(profile.importance());
            TextForm form = profile.form();
            out.writeInt(form.words());
            out.writeDouble(form.questionShare());
            out.writeBoolean(form.endsAsQuestion());
            out.writeBoolean(form.tellsTime());
            out.writeByte(profile.told().size());
            for (TimeSpan span : profile.told()) {
                out.writeLong(Micros.of(span.from()));
                out.writeLong(Micros.of(span.to()));
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

    public static Profile decode(BytesRef bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
            return new Profile(
                    read(in),
                    read(in),
                    read(in),
                    Micros.time(in.readLong()),
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
            spans.add(new TimeSpan(Micros.time(in.readLong()), Micros.time(in.readLong()), in.readBoolean()));
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
