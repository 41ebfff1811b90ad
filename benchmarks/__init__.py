"""What the matching costs, and what others would: run by bin/bench. Plain Python beside the addon, never part of it."""
