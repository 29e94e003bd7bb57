import { TCP_FLAG } from "../model/tcp-flag.js";

export const { FIN, SYN, RST, ACK } = TCP_FLAG;
