/* Reason codes in a row that have one text. */
struct rst_reason {
        uint16_t first;
        uint16_t last;
        const char *text;
};

/* A table of reasons that is sorted, and too long for tok2str() to walk. */
struct rst_registry {
        u_int count;
        const struct rst_reason *reasons;
};

/* The text of a code, or "" where the registry has none; halves the table. */
static const char *
rst_reason_text(const struct rst_registry *registry, uint16_t code)
{
        const struct rst_reason *reason;
        u_int low = 0;
        u_int high = registry->count;
        u_int middle;

        while (low < high) {
                middle = low + (high - low) / 2;
                reason = &registry->reasons[middle];
                if (code < reason->first)
                        high = middle;
                else if (code > reason->last)
                        low = middle + 1;
                else
                        return (reason->text);
        }
        return ("");
}
