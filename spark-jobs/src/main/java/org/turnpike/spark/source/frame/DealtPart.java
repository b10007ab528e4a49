package org.turnpike.spark.source.frame;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DigestSum;
import org.turnpike.data.FeatureMoments;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Standardisation;
import org.turnpike.data.StoredRows;
import org.turnpike.data.Table;
import org.turnpike.data.TableFingerprint;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.data.Unlabelled;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.Schema;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.SampleFailure;
import org.turnpike.training.evaluation.Evaluation;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Rows that stay on the executors, in canonical order. */
public final class DealtPart implements DataPart {
    /** Parts in which a job goes through all rows, where training has not dealt them otherwise. */
    private static final int USUAL_SHARDS = 8;

    private final String origin;
    private final Schema schema;
    private final Profile profile;
    private final JavaPairRDD<byte[], byte[]> sorted;
    private final BlockMaker maker;
    private final PartCounts counts;
    private DealtShards dealt;

    DealtPart(
            String origin,
            Schema schema,
            Profile profile,
            JavaPairRDD<byte[], byte[]> sorted,
            BlockMaker maker,
            PartCounts counts) {
        this.origin = origin;
        this.schema = schema;
        this.profile = profile;
        this.sorted = sorted;
        this.maker = maker;
        this.counts = counts;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public long rows() {
        return counts.digests().rows();
    }

    @Override
    public int skipped() {
        return profile.skipped();
    }

    @Override
    public List<String> skipReasons() {
        return profile.reasons();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public String fingerprint() {
        DigestSum digests = counts.digests();
        boolean unnamed = schema.outputs() instanceof Outputs.LogDensity;
        return TableFingerprint.of(
                schema.features(), unnamed ? List.of() : schema.outputs().names(), digests);
    }

    /** The rows in so many logical shards. Those of another number that were dealt before are forgotten. */
    public DealtShards shards(int count) {
        if (dealt == null || dealt.handle().shards() != count) {
            if (dealt != null) {
                dealt.forget();
            }
            LogicalShards plan = plan(count);
            dealt = new DealtShards(dealt(plan), plan, maker.layout());
        }
        return dealt;
    }

    @Override
    public Standardisation standardisation() {
        int width = maker.layout().width();
        int features = maker.layout().features();
        FeatureMoments moments = blocks().mapPartitions(blocks -> {
                    FeatureMoments own = new FeatureMoments(features);
                    blocks.forEachRemaining(block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            own.add(block.numbers(), row * width);
                        }
                    });
                    return List.of(own).iterator();
                })
                .treeReduce((left, right) -> {
                    left.add(right);
                    return left;
                });
        return Standardisation.of(moments);
    }

    /** The first rows in canonical order. */
    @Override
    public Table sample(int most) {
        List<ShardBlock> some = new ArrayList<>();
        int rows = 0;
        for (Iterator<ShardBlock> blocks = blocks().toLocalIterator(); rows < most && blocks.hasNext(); ) {
            ShardBlock block = blocks.next();
            some.add(block);
            rows += block.rows();
        }
        int wanted = Math.min(rows, most);
        int width = maker.layout().width();
        float[] numbers = new float[wanted * width];
        int filled = 0;
        for (ShardBlock block : some) {
            int count = Math.min(block.rows(), wanted - filled);
            System.arraycopy(block.numbers(), 0, numbers, filled * width, count * width);
            filled += count;
        }
        return table(new ShardBlock(wanted, numbers), maker.layout(), schema.features(), schema.outputs());
    }

    /** Shard by shard, whose sums are added in their order: the same bits on any cluster. */
    @Override
    public Evaluation evaluate(NeuralOde model, Compute compute) {
        ModelFile files = ModelFile.of(model);
        ShardEvaluation task = new ShardEvaluation(
                files.description(),
                files.weights(),
                compute.backend().name(),
                maker.layout(),
                dealt == null ? plan(USUAL_SHARDS) : dealt.handle().plan());
        long start = System.nanoTime();
        double[] sums = null;
        Optional<SampleFailure> failure = Optional.empty();
        for (ShardEvaluation.Sums part : blocks().mapPartitions(task).collect()) {
            if (sums == null) {
                sums = part.sums().clone();
            } else {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += part.sums()[i];
                }
            }
            failure = failure.isPresent() ? failure : Optional.ofNullable(part.failure());
        }
        return Evaluation.of(model.outputs(), sums, (System.nanoTime() - start) * 1e-9, failure);
    }

    static Table table(ShardBlock block, StoredRows.Layout layout, List<String> features, Outputs outputs) {
        float[] values = new float[block.rows() * layout.features()];
        float[] targets = new float[block.rows() * layout.values()];
        int[] labels = new int[layout.classes() > 0 ? block.rows() : 0];
        float[] weights = new float[layout.isWeighted() ? block.rows() : 0];
        for (int row = 0; row < block.rows(); row++) {
            int offset = row * layout.width();
            System.arraycopy(block.numbers(), offset, values, row * layout.features(), layout.features());
            int next = offset + layout.features();
            System.arraycopy(block.numbers(), next, targets, row * layout.values(), layout.values());
            if (layout.classes() > 0) {
                labels[row] = (int) block.numbers()[next];
            }
            if (layout.isWeighted()) {
                weights[row] = block.numbers()[offset + layout.width() - 1];
            }
        }
        Targets learned = layout.classes() > 0
                ? ClassLabels.copyOf(labels, outputs.names())
                : layout.values() > 0
                        ? new TargetValues(RowMatrix.takingOwnership(targets, layout.values()), outputs.names())
                        : new Unlabelled(block.rows());
        return new Table(
                RowMatrix.takingOwnership(values, layout.features()),
                features,
                learned,
                layout.isWeighted() ? SampleWeights.ofPart(weights) : SampleWeights.uniform(block.rows()));
    }

    /** As training has dealt them, or else passed through without being kept. */
    private JavaRDD<ShardBlock> blocks() {
        ClassTag<ShardBlock> tag = ClassTag$.MODULE$.apply(ShardBlock.class);
        if (dealt == null) {
            return JavaRDD.fromRDD(dealt(plan(USUAL_SHARDS)), tag);
        }
        dealt.ready();
        return JavaRDD.fromRDD(dealt.blocks(), tag);
    }

    private DealtRdd dealt(LogicalShards plan) {
        return DealtRdd.of(sorted, plan, maker, counts.members());
    }

    private LogicalShards plan(int count) {
        return new LogicalShards(Math.toIntExact(rows()), count);
    }
}
