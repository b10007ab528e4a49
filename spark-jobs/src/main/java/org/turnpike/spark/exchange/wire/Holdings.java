package org.turnpike.spark.exchange.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.training.batch.ShardTree;
import org.turnpike.training.batch.ShardTree.Branch;

/** Which worker holds which shards, and so which branches of the tree of shards it can add up itself. */
final class Holdings {
    private final ShardTree tree;
    private final Branch run;
    private final List<List<Branch>> branches = new ArrayList<>();
    private final Map<Branch, Place> places = new HashMap<>();

    /** Where another worker's sum of a branch is found. @param index among those of its letter */
    record Place(int worker, int index) {}

    Holdings(int shards, int rank, int workers) {
        this.tree = new ShardTree(shards);
        this.run = run(rank, shards, workers);
        for (int worker = 0; worker < workers; worker++) {
            List<Branch> held = tree.branches(run(worker, shards, workers));
            branches.add(held);
            for (int index = 0; worker != rank && index < held.size(); index++) {
                places.put(held.get(index), new Place(worker, index));
            }
        }
    }

    static Branch run(int worker, int shards, int workers) {
        return new Branch((int) ((long) worker * shards / workers), (int) ((worker + 1L) * shards / workers));
    }

    ShardTree tree() {
        return tree;
    }

    /** This worker's shards. */
    Branch run() {
        return run;
    }

    List<Branch> branches(int worker) {
        return branches.get(worker);
    }

    /** Where the branch's sum comes from; null where it does not come from another worker. */
    Place place(Branch branch) {
        return places.get(branch);
    }
}
