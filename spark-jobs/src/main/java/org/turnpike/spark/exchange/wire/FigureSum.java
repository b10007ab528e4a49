package org.turnpike.spark.exchange.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.turnpike.training.batch.ShardTree.Branch;

/** Sums of figures over all shards, in double precision: everybody sends its branches' sums to everybody, and adds alike. */
final class FigureSum {

    /** Numbers of one part of a letter. */
    private static final int PART = 1 << 17;

    private final Group group;
    private final Holdings holdings;
    private final Outbox outbox;
    private long number;

    FigureSum(Group group, Holdings holdings, Outbox outbox) {
        this.group = group;
        this.holdings = holdings;
        this.outbox = outbox;
    }

    /** @param shardFigures one array for each shard of this worker, all of one length */
    double[] sum(double[][] shardFigures) {
        number++;
        int length = shardFigures[0].length;
        double[] sum = new double[length];
        Letter.Flags flags = group.flags();
        for (int part = 0; part * PART < length; part++) {
            send(shardFigures, part, length, flags);
        }
        if (length > 0) {
            hear(flags);
        }
        for (int part = 0; part * PART < length; part++) {
            int at = part * PART;
            double[] ofPart = sum(shardFigures, part, Math.min(PART, length - at));
            System.arraycopy(ofPart, 0, sum, at, ofPart.length);
        }
        return sum;
    }

    /** Who wants to end: training that only sums, as second-order steps do, has no other letters to say it in. */
    private void hear(Letter.Flags own) {
        group.heard(own);
        for (int peer = 0; peer < group.workers(); peer++) {
            if (peer != group.rank()) {
                group.heard(Letter.flags(group.await(peer, Letter.Kind.FIGURES, 0, number)));
            }
        }
    }

    private void send(double[][] shardFigures, int part, int length, Letter.Flags flags) {
        int at = part * PART;
        int count = Math.min(PART, length - at);
        List<Branch> branches = holdings.branches(group.rank());
        ByteBuffer letter = outbox.letter(
                Letter.Kind.FIGURES, -1, part, number, flags, Letter.HEAD + branches.size() * count * Double.BYTES);
        letter.position(Letter.HEAD);
        for (Branch branch : branches) {
            double[] sums = holdings.tree()
                    .add(branch, shard -> shard.isShard() ? ofShard(shardFigures, shard, at, count) : null);
            letter.asDoubleBuffer().put(sums);
            letter.position(letter.position() + count * Double.BYTES);
        }
        letter.position(0);
        for (int peer = 0; peer < group.workers(); peer++) {
            if (peer != group.rank()) {
                group.send(peer, letter.duplicate());
            }
        }
    }

    private double[] sum(double[][] shardFigures, int part, int count) {
        double[] sum = holdings.tree().add(branch -> {
            Holdings.Place place = holdings.place(branch);
            if (place == null) {
                return isOwnShard(branch) ? ofShard(shardFigures, branch, part * PART, count) : null;
            }
            ByteBuffer letter = group.await(place.worker(), Letter.Kind.FIGURES, part, number);
            double[] figures = new double[count];
            int at = Letter.HEAD + place.index() * count * Double.BYTES;
            letter.slice(at, count * Double.BYTES)
                    .order(letter.order())
                    .asDoubleBuffer()
                    .get(figures);
            return figures;
        });
        for (int peer = 0; peer < group.workers(); peer++) {
            if (peer != group.rank()) {
                group.taken(peer, Letter.Kind.FIGURES, part, number);
            }
        }
        return sum;
    }

    private boolean isOwnShard(Branch branch) {
        return branch.isShard()
                && branch.from() >= holdings.run().from()
                && branch.to() <= holdings.run().to();
    }

    private double[] ofShard(double[][] shardFigures, Branch shard, int at, int count) {
        double[] figures = shardFigures[shard.from() - holdings.run().from()];
        return Arrays.copyOfRange(figures, at, at + count);
    }
}
