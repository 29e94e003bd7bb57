#include <stddef.h>
#include <stdint.h>

/* A reason code, and its cause in the registry's words. */
struct tcp_rst_cause {
        uint16_t code;
        const char *text;
};

/* What a receiver finds in the payload of an RST segment. */
enum tcp_rst_status {
        /* Another payload, or no payload. */
        TCP_RST_NONE,
        TCP_RST_VALID,
        /* To be ignored silently, as if there were no payload. */
        TCP_RST_MALFORMED
};

/* The causes are in the order of their codes. */
static inline const char *
tcp_rst_search(const struct tcp_rst_cause *causes, size_t count, uint16_t code)
{
        while (count > 0) {
                size_t middle = count / 2;

                if (causes[middle].code == code)
                        return causes[middle].text;
                if (causes[middle].code < code) {
                        causes += middle + 1;
                        count -= middle + 1;
                } else {
                        count = middle;
                }
        }
        return NULL;
}

/* Reads and writes numbers of up to 4 octets, in network byte order. */
static inline uint32_t
tcp_rst_get(const uint8_t *octets, size_t size)
{
        uint32_t value = 0;

        while (size-- > 0)
                value = value << 8 | *octets++;
        return value;
}

static inline void
tcp_rst_put(uint8_t *octets, size_t size, uint32_t value)
{
        while (size-- > 0) {
                octets[size] = (uint8_t)(value & 0xFF);
                value >>= 8;
        }
}
