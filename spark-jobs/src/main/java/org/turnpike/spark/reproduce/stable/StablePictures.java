package org.turnpike.spark.reproduce.stable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.report.figure.Extent;
import org.turnpike.spark.report.figure.ModelAtWork;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.picture.Axis;
import org.turnpike.spark.reproduce.picture.Colours;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.spark.reproduce.picture.Picture;
import org.turnpike.training.batch.Compute;

/** The paper's Figures 1 to 5, of the models of the first seed. */
final class StablePictures {
    private static final int RESOLUTION = 80;
    private static final int ARROWS = 13;
    private static final int DEPTHS = 41;

    private final Compute compute;

    private StablePictures(Compute compute) {
        this.compute = compute;
    }

    static void negation(ResultsPage page, NeuralOde model, Compute compute) {
        StablePictures pictures = new StablePictures(compute);
        page.picture(
                        "negation-snapshots",
                        "y = −u: the states at five depths over the energy, which depends on the input (Figure 2). They begin on x = u and"
                                + " settle where the energy is low, on x = −u.",
                        pictures.snapshots(model))
                .picture(
                        "negation-flows",
                        "y = −u: the states over depth, and their flow for u = −1 and u = 1 (Figure 3). Flows of different inputs cross.",
                        pictures.flows(model));
    }

    static void moons(ResultsPage page, NeuralOde model, Compute compute) {
        StablePictures pictures = new StablePictures(compute);
        page.picture(
                        "half-moons-energy",
                        "Trajectories of the half-moons over the learned energy, which they dissipate (Figure 1); light is high.",
                        pictures.trajectories(model, "moons?n=160&noise=0.1&seed=5"))
                .picture(
                        "half-moons-clusters",
                        "Half-moons: where the input projection puts them, and where the flow takes them (Figure 4); the line is where"
                                + " the read-out changes class.",
                        pictures.clusters(model, "moons?n=400&noise=0.1&seed=5"));
    }

    static void spirals(ResultsPage page, NeuralOde model, Compute compute) {
        page.picture(
                "spirals-clusters",
                "Three spirals: before and after the flow (Figure 5).",
                new StablePictures(compute).clusters(model, "spirals?n=450&arms=3&noise=0.1&seed=5"));
    }

    private Picture trajectories(NeuralOde model, String data) {
        ModelAtWork work = new ModelAtWork(model, compute.backend());
        Table rows = GeneratorSpec.parse(data).generate();
        double[][][] paths = work.states(work.inputs(rows), work.depths(DEPTHS));
        Extent extent = Extent.squareAround(flat(paths));
        Panel panel = Panel.plane("ε(x)", "x₁", "x₂", extent);
        double[][] grid = extent.grid(RESOLUTION);
        panel.landscape(work.energies(grid, grid), RESOLUTION);
        ClassLabels labels = (ClassLabels) rows.targets();
        for (int row = 0; row < paths.length; row++) {
            String colour = Colours.of(labels.label(row));
            panel.line(paths[row], colour, 0.8, 0.6);
            panel.dots(new double[][] {paths[row][DEPTHS - 1]}, colour, 2);
        }
        return new Picture(1).add(panel.named("class 0", Colours.of(0)).named("class 1", Colours.of(1)));
    }

    /** Over the plane of u and x, on which the energy of a data-dependent flow lives. */
    private Picture snapshots(NeuralOde model) {
        ModelAtWork work = new ModelAtWork(model, compute.backend());
        double[][] inputs = inputs(61);
        double[] depths = work.depths(5);
        double[][][] paths = work.states(inputs, depths);
        Extent extent = new Extent(-1.1, 1.1, -1.3, 1.3);
        double[][] grid = extent.grid(RESOLUTION);
        double[] energy = work.energies(column(grid, 1), column(grid, 0));
        // what is drawn is its root: the square is flat where the states end
        double[] drawn = Arrays.stream(energy).map(Math::sqrt).toArray();
        Picture picture = new Picture(3);
        for (int i = 0; i < depths.length; i++) {
            double[][] points = new double[inputs.length][];
            for (int row = 0; row < points.length; row++) {
                points[row] = new double[] {inputs[row][0], paths[row][i][0]};
            }
            picture.add(Panel.plane("s = " + depths[i], "u", "x(s)", extent)
                    .landscape(drawn, RESOLUTION)
                    .dots(points, Colours.of(1), 2));
        }
        return picture;
    }

    private Picture flows(NeuralOde model) {
        ModelAtWork work = new ModelAtWork(model, compute.backend());
        double[] depths = work.depths(DEPTHS);
        Picture picture = new Picture(3);
        Panel all = chart("21 inputs", depths);
        double[][] inputs = inputs(21);
        double[][][] paths = work.states(inputs, depths);
        for (int row = 0; row < paths.length; row++) {
            all.line(over(depths, paths[row]), Colours.scale((inputs[row][0] + 1) / 2), 1.4, 1);
        }
        picture.add(all);
        for (double u : new double[] {-1, 1}) {
            Extent extent = new Extent(depths[0], depths[DEPTHS - 1], -1.3, 1.3);
            double[][] grid = extent.grid(ARROWS);
            double[][] given = new double[grid.length][];
            Arrays.fill(given, new double[] {u});
            double[][] speed = work.velocities(column(grid, 1), given, 0);
            double[][] directions =
                    Arrays.stream(speed).map(dx -> new double[] {1, dx[0]}).toArray(double[][]::new);
            double[][][] path = work.states(new double[][] {{u}}, depths);
            picture.add(chart("u = " + (int) u, depths)
                    .arrows(grid, directions, Colours.FAINT)
                    .line(over(depths, path[0]), Colours.of(1), 2, 1));
        }
        return picture;
    }

    private Picture clusters(NeuralOde model, String data) {
        ModelAtWork work = new ModelAtWork(model, compute.backend());
        Table rows = GeneratorSpec.parse(data).generate();
        ClassLabels labels = (ClassLabels) rows.targets();
        double[] depths = work.depths(3);
        double[][][] paths = work.states(work.inputs(rows), depths);
        Picture picture = new Picture(3);
        for (int i = 0; i < depths.length; i++) {
            int depth = i;
            double[][] states = Arrays.stream(paths).map(path -> path[depth]).toArray(double[][]::new);
            Extent extent = Extent.squareAround(states);
            Panel panel = Panel.plane("s = " + depths[i], "x₁", "x₂", extent);
            for (int label = 0; label < labels.classNames().size(); label++) {
                int wanted = label;
                double[][] members = IntStream.range(0, states.length)
                        .filter(row -> labels.label(row) == wanted)
                        .mapToObj(row -> states[row])
                        .toArray(double[][]::new);
                panel.dots(members, Colours.of(label), 1.8);
            }
            picture.add(i + 1 < depths.length ? panel : panel.dots(boundary(work, extent), Colours.INK, 0.8));
        }
        return picture;
    }

    /** Points of a grid at which the likeliest class is another one than to the right or below. */
    private static double[][] boundary(ModelAtWork work, Extent extent) {
        int across = 160;
        double[][] grid = extent.grid(across);
        double[][] said = work.predictions(grid);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i + across < grid.length; i++) {
            int here = likeliest(said[i]);
            boolean right = (i + 1) % across != 0 && likeliest(said[i + 1]) != here;
            if (right || likeliest(said[i + across]) != here) {
                points.add(grid[i]);
            }
        }
        return points.toArray(double[][]::new);
    }

    private static int likeliest(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((one, other) -> values[other] > values[one] ? other : one)
                .orElseThrow();
    }

    private static Panel chart(String title, double[] depths) {
        return Panel.chart(
                title, Axis.linear("s", depths[0], depths[depths.length - 1]), Axis.linear("x(s)", -1.3, 1.3));
    }

    private static double[][] inputs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new double[] {2.0 * i / (count - 1) - 1})
                .toArray(double[][]::new);
    }

    private static double[][] over(double[] depths, double[][] path) {
        return IntStream.range(0, depths.length)
                .mapToObj(i -> new double[] {depths[i], path[i][0]})
                .toArray(double[][]::new);
    }

    private static double[][] column(double[][] points, int number) {
        return Arrays.stream(points).map(point -> new double[] {point[number]}).toArray(double[][]::new);
    }

    private static double[][] flat(double[][][] paths) {
        return Arrays.stream(paths).flatMap(Arrays::stream).toArray(double[][]::new);
    }
}
