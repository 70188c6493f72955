#!/bin/sh
# Draws the photos that simulated customers send. Ours from the first line; ImageMagick 6 or 7. Run inside this folder.
set -e
soft="-attenuate 0.25 +noise Gaussian -blur 0x0.6 -quality 72"

convert -size 720x540 gradient:'#b9a58c-#8d7a63' -fill '#b5854b' -draw 'polygon 120,180 430,130 610,220 300,290' \
  -fill '#a57439' -draw 'polygon 120,180 300,290 300,480 120,350' -fill '#c3935a' -draw 'polygon 300,290 610,220 610,400 300,480' \
  -fill '#e3cfa4' -draw 'polygon 250,158 290,152 470,250 430,260' -fill '#2b1d10' -draw 'polygon 350,330 410,300 440,340 520,310 500,370 430,380 400,420 370,380' \
  -stroke '#6b4a22' -strokewidth 3 -draw 'line 410,300 380,270' -draw 'line 520,310 560,290' $soft caixa-rasgada.jpg

convert -size 720x540 gradient:'#d8d3cb-#a9a29a' -fill '#f4f4f2' -stroke '#8a8a88' -strokewidth 3 \
  -draw "path 'M 120,360 C 140,260 230,280 270,200 C 320,220 350,250 400,290 C 480,330 590,330 610,390 L 610,420 L 120,420 Z'" \
  -fill '#3567b0' -draw "path 'M 330,300 C 380,320 420,350 480,360 L 470,378 C 410,370 360,340 315,318 Z'" \
  -fill '#dcdcd8' -draw 'roundrectangle 112,415 622,448 14,14' -stroke '#9a9a98' -draw 'line 300,235 340,215' -draw 'line 320,252 362,232' -draw 'line 342,268 384,250' \
  -fill '#ffffff' -stroke '#555555' -strokewidth 1 -draw 'rectangle 470,90 640,190' -fill '#222222' -stroke none -pointsize 56 -draw "text 522,160 '38'" $soft tenis.jpg

convert -size 640x640 xc:'#7d8a92' -fill '#e6d8c0' -stroke '#c5b79e' -strokewidth 3 \
  -draw "path 'M 210,110 L 280,90 C 300,130 350,130 370,90 L 440,110 L 560,220 L 490,290 L 450,250 L 450,570 L 200,570 L 200,250 L 155,290 L 90,220 Z'" \
  -stroke none -fill '#9a7a2f90' -draw 'ellipse 330,330 62,44 0,360' -fill '#8a651f90' -draw 'ellipse 350,345 30,22 0,360' -fill '#9a7a2f70' -draw 'circle 270,395 270,408' $soft blusa-manchada.jpg

convert -size 540x720 gradient:'#e9e4da-#c8bfae' -fill '#2a2a2c' -draw 'roundrectangle 160,500 380,660 24,24' -fill '#bcd2d880' -stroke '#7c9298' -strokewidth 4 \
  -draw 'polygon 150,140 390,140 355,500 185,500' -fill '#1d1d1f' -stroke none -draw 'roundrectangle 140,100 400,145 12,12' -fill '#909090' -draw 'circle 270,580 270,612' \
  -fill '#d8d8d8' -draw 'rectangle 266,552 274,580' -stroke '#50666c' -strokewidth 5 -fill none -draw "path 'M 390,190 C 470,200 460,400 368,420'" $soft liquidificador.jpg

convert -size 640x480 xc:'#a88a63' -fill '#fbfbf7' -draw 'rectangle 60,50 580,430' -fill black -pointsize 22 -draw "text 85,92 'DESTINATARIO'" -pointsize 16 \
  -draw "text 85,125 'Loja Aurora - CD Cajamar'" -draw "text 85,150 'Volume 1/2   Lote 0925-C'" -pointsize 40 -draw "text 85,220 'SP-04 / R2'" \
  -draw 'rectangle 85,260 91,390' -draw 'rectangle 97,260 100,390' -draw 'rectangle 108,260 118,390' -draw 'rectangle 124,260 127,390' -draw 'rectangle 134,260 146,390' -draw 'rectangle 152,260 155,390' \
  -draw 'rectangle 162,260 170,390' -draw 'rectangle 178,260 181,390' -draw 'rectangle 188,260 200,390' -draw 'rectangle 208,260 211,390' -draw 'rectangle 220,260 232,390' -draw 'rectangle 240,260 244,390' \
  -fill '#ffffff' -stroke black -strokewidth 8 -draw 'rectangle 420,255 545,380' $soft etiqueta.jpg

receipt() { # file, colour, title, amount, second line
  convert -size 420x640 xc:'#f3f3f6' -fill "$2" -draw 'rectangle 0,0 420,110' -fill white -pointsize 24 -draw "text 28,66 '$3'" -fill '#1c1c22' -pointsize 40 -draw "text 28,185 '$4'" \
    -pointsize 17 -draw "text 28,235 '$5'" -fill '#6c6c78' -draw "text 28,290 'Para'" -fill '#1c1c22' -draw "text 28,315 'Loja Aurora Comercio Ltda'" \
    -fill '#6c6c78' -draw "text 28,365 'Identificador'" -fill '#1c1c22' -draw "text 28,390 'E00000000202611220912'" -fill '#d8d8e0' -draw 'rectangle 28,430 392,432' \
    -fill '#6c6c78' -pointsize 14 -draw "text 28,465 'Documento ficticio, sem valor.'" -colors 32 -strip "$6"
}
receipt x '#4a2c8f' 'Comprovante de Pix' 'R$ 189,90' '22 nov, 09:12' comprovante-pix.png
receipt x '#b3261e' 'Pagamento recusado' 'R$ 1.284,00' 'Tente outra forma de pagamento' tela-recusado.png
receipt x '#1b5e3a' 'Boleto vencido' 'R$ 312,47' '00000.00000 00000.000000 0' boleto.png
receipt x '#2c4a66' 'Nota fiscal eletronica' 'R$ 459,00' 'NF-e 000.118.204  Serie 1' nota-fiscal.png
receipt x '#5a5a64' 'Ops! Algo deu errado' 'Erro 1042' 'Tente novamente em instantes' tela-erro.png
receipt x '#0f766e' 'Oferta da semana' 'R$ 129,00' 'de R$ 149,00 - so ate domingo' tela-preco.png
receipt x '#7a3b12' 'Fatura do cartao' 'R$ 1.932,18' 'Fechamento dia 28' fatura.png
