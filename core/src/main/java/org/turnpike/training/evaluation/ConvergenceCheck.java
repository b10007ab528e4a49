package org.turnpike.training.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.turnpike.data.Table;
import org.turnpike.execution.Parameters;
import org.turnpike.model.NeuralOde;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.program.Program;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.PotentialPath;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.Tile;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Tiling;

/** Follows the terminal loss as a potential along the solutions of a model, and sees whether it falls as fast as it should. */
public final class ConvergenceCheck {

    /** What single precision makes of a loss: differences below this mean nothing. */
    private static final double ROUNDING = 1e-6;

    private final double kappa;

    private ConvergenceCheck(double kappa) {
        this.kappa = kappa;
    }

    /**
     * @param terminal the loss that is the potential
     * @param kappa κ, per unit of time
     * @param raw rows with targets, as they were read
     * @return empty where some row could not be solved
     */
    public static Optional<Convergence> of(
            NeuralOde model, TerminalLoss terminal, double kappa, Table raw, Compute compute) {
        return new ConvergenceCheck(kappa).measure(model, terminal, raw, compute);
    }

    private Optional<Convergence> measure(NeuralOde model, TerminalLoss terminal, Table raw, Compute compute) {
        BolzaProblem problem = model.problem(Objective.of(terminal));
        Program along = LyapunovLoss.alongField(
                terminal,
                model.architecture().vectorField(),
                model.architecture().decoder());
        Parameters parameters = compute.backend().newParameters(model.layout());
        parameters.set(model.weights());
        try (TileExecutor executor = new TileExecutor(compute.threads())) {
            PotentialPath[] paths = IntStream.range(0, executor.threads())
                    .mapToObj(
                            thread -> new PotentialPath(compute.backend(), parameters, problem, model.solver(), along))
                    .toArray(PotentialPath[]::new);
            Batch batch = Batch.all(Shards.of(model.prepare(raw), 1), Tiling.withoutGradients(paths[0].tileRows()));
            Tally[] tallies = new Tally[batch.units().size()];
            executor.run(
                    tallies.length, (number, thread) -> tallies[number] = follow(model, batch, number, paths[thread]));
            return Tally.sum(tallies).result(kappa);
        }
    }

    private Tally follow(NeuralOde model, Batch batch, int number, PotentialPath path) {
        Batch.Unit unit = batch.units().get(number);
        Tally tally = new Tally();
        for (int tile = unit.firstTile(); tile < unit.firstTile() + unit.tiles(); tile++) {
            Tile rows = batch.tile(unit.part(), tile, null);
            path.load(rows.features, rows.targets, rows.weights, rows.rows());
            Rows seen = new Rows(rows.rows(), model.terminalTime().t0());
            tally.failed |= path.follow(
                            model.terminalTime().t0(), model.terminalTime().value(), seen)
                    .isPresent();
            tally.add(seen);
        }
        return tally;
    }

    /** The rows of a tile on their way. */
    private final class Rows implements PotentialPath.Visitor {
        private final double t0;
        private final double[] first;
        private final double[] rates;
        private final boolean[] kept;
        private long points;
        private long violations;

        Rows(int count, double t0) {
            this.t0 = t0;
            this.first = new double[count];
            this.rates = new double[count];
            this.kept = new boolean[count];
            Arrays.fill(first, Double.NaN);
            Arrays.fill(rates, Double.POSITIVE_INFINITY);
            Arrays.fill(kept, true);
        }

        @Override
        public void visit(int lane, double time, double potential, double derivative) {
            points++;
            if (derivative + kappa * potential > ROUNDING * (1 + Math.abs(derivative))) {
                violations++;
            }
            if (Double.isNaN(first[lane])) {
                first[lane] = potential;
                return;
            }
            double bound = first[lane] * Math.exp(-kappa * (time - t0));
            kept[lane] &= potential <= bound + ROUNDING * (1 + first[lane]);
            if (potential > ROUNDING) {
                rates[lane] = Math.min(rates[lane], Math.log(first[lane] / potential) / (time - t0));
            }
        }
    }

    /** What rows have added up to. */
    private static final class Tally {
        private long rows;
        private long kept;
        private long points;
        private long violations;
        private double rate = Double.POSITIVE_INFINITY;
        private boolean failed;

        void add(Rows seen) {
            for (int lane = 0; lane < seen.kept.length; lane++) {
                rows++;
                kept += seen.kept[lane] ? 1 : 0;
                rate = Math.min(rate, seen.rates[lane]);
            }
            points += seen.points;
            violations += seen.violations;
        }

        static Tally sum(Tally[] tallies) {
            Tally sum = new Tally();
            for (Tally one : tallies) {
                sum.rows += one.rows;
                sum.kept += one.kept;
                sum.points += one.points;
                sum.violations += one.violations;
                sum.rate = Math.min(sum.rate, one.rate);
                sum.failed |= one.failed;
            }
            return sum;
        }

        Optional<Convergence> result(double kappa) {
            return failed
                    ? Optional.empty()
                    : Optional.of(new Convergence(
                            kappa, rows, points, (double) violations / points, (double) kept / rows, rate));
        }
    }
}
