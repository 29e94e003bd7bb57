/* rstdiag-trigger.c
 * Hands TCP segments with RST to the Lua dissector rstdiag
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For Wireshark 4.0 and later; one build for each minor version. README says
 * how to build and install it.
 *
 * A Lua dissector that looks for RST segments has to be called for every frame
 * and to ask for fields of TCP, for which Wireshark builds the tree of every
 * frame. This plugin stands before TCP in the table "ip.proto" instead: it
 * calls TCP, and calls the Lua dissector for RST segments alone. It decodes
 * nothing itself, has no protocol or preference of its own, and without
 * rstdiag.lua it changes nothing.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <ws_version.h>
#include <epan/packet.h>
#include <epan/conversation.h>
#include <epan/exceptions.h>
#include <epan/ipproto.h>
#include <epan/proto.h>
#include <epan/proto_data.h>
#include <epan/dissectors/packet-tcp.h>

#if WIRESHARK_VERSION_MAJOR > 4 || WIRESHARK_VERSION_MINOR >= 2
#include <wsutil/plugins.h>
#endif

#if WIRESHARK_VERSION_MAJOR == 4 && WIRESHARK_VERSION_MINOR < 5
#define dissector_try_uint_with_data dissector_try_uint_new
#define find_conversation_pinfo_strat find_conversation_pinfo
#endif

#ifndef WS_BUILD_DLL
#define WS_BUILD_DLL
#endif
#include <ws_symbol_export.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0.1.0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
#ifdef WS_PLUGIN_DESC_DISSECTOR
WS_DLL_PUBLIC uint32_t plugin_describe(void);
#endif

/* The table by which the Lua dissector says what it wants to be called for:
 * rstdiag.lua knows its name and these numbers. The last row is TCP as it was
 * before, because only a table can call a dissector without adding its name
 * to frame.protocols once more. */
#define TRIGGER_TABLE "rstdiag.trigger"
enum { EVERY_FRAME, RST_SEGMENT, ORIGINAL_TCP };

/* What pinfo.private says of a segment: "quoted" in an ICMP error, "fragment",
 * or how many octets were in flight; then the number of its stream where it has
 * one; and "again" where the frame had a segment before. */
#define SEGMENT_KEY "rstdiag.segment"

/* Under which a dissection remembers that, among what TCP keeps for it: no
 * number of TCP's own. */
#define AGAIN_DATA 0x52535444

#define FLAGS_OFFSET 12
#define FLAGS_END 14

static dissector_table_t trigger_table;
static int proto_tcp = -1;

static const struct tcp_analysis *stream_of(packet_info *pinfo)
{
    conversation_t *conversation = find_conversation_pinfo_strat(pinfo, 0);

    if (conversation == NULL)
        return NULL;
    return (const struct tcp_analysis *)conversation_get_proto_data(conversation, proto_tcp);
}

static int call_lua(int row, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    return dissector_try_uint_with_data(trigger_table, row, tvb, pinfo, tree, FALSE, NULL);
}

/* Calls the Lua dissector, which reads what is said of the segment in pinfo.private.
 * The packet's own table may be Lua's, which frees all keys and values with it. */
static void call_with(const char *segment, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    GHashTable *before = pinfo->private_table;
    GHashTable *handed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    g_hash_table_insert(handed, g_strdup(SEGMENT_KEY), g_strdup(segment));
    pinfo->private_table = handed;
    TRY {
        call_lua(RST_SEGMENT, tvb, pinfo, tree);
    }
    FINALLY {
        pinfo->private_table = before;
        g_hash_table_destroy(handed);
    }
    ENDTRY;
}

static void hand_over(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const struct tcp_analysis *stream = pinfo->flags.in_error_pkt ? NULL : stream_of(pinfo);
    bool is_again = p_get_proto_data(pinfo->pool, pinfo, proto_tcp, AGAIN_DATA) != NULL;
    const char *again = is_again ? " again" : "";
    char segment[sizeof "4294967295 4294967295 again"];

    if (pinfo->flags.in_error_pkt)
        snprintf(segment, sizeof segment, "quoted%s", again);
    else if (stream == NULL)
        snprintf(segment, sizeof segment, "%s%s", pinfo->fragmented ? "fragment" : "0", again);
    else if (pinfo->fragmented)
        snprintf(segment, sizeof segment, "fragment %u%s", stream->stream, again);
    else
        snprintf(segment, sizeof segment, "%u %u%s",
                 stream->ta != NULL ? stream->ta->bytes_in_flight : 0, stream->stream, again);
    if (!is_again)
        p_add_proto_data(pinfo->pool, pinfo, proto_tcp, AGAIN_DATA, &proto_tcp);
    call_with(segment, tvb, pinfo, tree);
}

static int call_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    return dissector_try_uint_with_data(trigger_table, ORIGINAL_TCP, tvb, pinfo, tree, FALSE, data);
}

static int dissect_segment(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    volatile int length = 0;

    if (tvb_captured_length(tvb) < FLAGS_END || !(tvb_get_ntohs(tvb, FLAGS_OFFSET) & TH_RST))
        return call_tcp(tvb, pinfo, tree, data);

    /* TCP leaves by an exception where the capture cut the segment. */
    TRY {
        length = call_tcp(tvb, pinfo, tree, data);
    }
    CATCH_BOUNDS_ERRORS {
        hand_over(tvb, pinfo, tree);
        RETHROW;
    }
    ENDTRY;
    hand_over(tvb, pinfo, tree);
    return length;
}

static int dissect_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    if (dissector_get_uint_handle(trigger_table, EVERY_FRAME) == NULL)
        return 0;
    return call_lua(EVERY_FRAME, tvb, pinfo, tree);
}

static void proto_register_rstdiag_trigger(void)
{
    trigger_table = register_dissector_table(TRIGGER_TABLE, "RST segments for rstdiag.lua", -1,
                                             FT_UINT8, BASE_DEC);
}

/* When all plugins have registered theirs: whoever stands before TCP stays behind
 * this one, whichever was loaded first. */
static void stand_before_tcp(void)
{
    dissector_handle_t found =
        dissector_get_uint_handle(find_dissector_table("ip.proto"), IP_PROTO_TCP);

    if (found == NULL)
        return;
    proto_tcp = proto_get_id_by_filter_name("tcp");
    dissector_add_uint(TRIGGER_TABLE, ORIGINAL_TCP, found);
    /* With the protocol of what it found, nothing else stands in frame.protocols. */
    dissector_add_uint("ip.proto", IP_PROTO_TCP,
                       create_dissector_handle_with_name_and_description(
                           dissect_segment, dissector_handle_get_protocol_index(found),
                           "rstdiag.tcp", "TCP (rstdiag)"));
    register_postdissector(create_dissector_handle_with_name_and_description(
        dissect_frame, -1, "rstdiag.frame", "Frames for rstdiag.lua"));
}

static void proto_reg_handoff_rstdiag_trigger(void)
{
    register_final_registration_routine(stand_before_tcp);
}

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = proto_register_rstdiag_trigger;
    plugin.register_handoff = proto_reg_handoff_rstdiag_trigger;
    proto_register_plugin(&plugin);
}

#ifdef WS_PLUGIN_DESC_DISSECTOR
uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR;
}
#endif
